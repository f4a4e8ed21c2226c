// Shots of the table lamp; shots.ts says what they are called.
#include "studio.inc"
#include "objects/lamp.inc"
#include "objects/room.inc"
#include "objects/mug.inc"
#include "objects/pot.inc"

#declare Sage = <0.42, 0.46, 0.37>;
#declare Ochre = <0.5, 0.27, 0.08>;
#macro Studio() Light(32, 1) Ground(32, 0.84) #end

#switch (Shot)
  // Sage.
  #case (1)
    Studio() Look(<0, 21.3, 0>, 0, 6, 39, 0)
    Lamp(Sage, 0)
  #break
  // Ochre.
  #case (2)
    Studio() Look(<0, 21.3, 0>, 0, 6, 39, 0)
    Lamp(Ochre, 0)
  #break
  // Sage, shining.
  #case (3)
    Light(32, 0.35) Ground(32, 0.7) Look(<0, 21.3, 0>, 0, 6, 39, 0)
    Lamp(Sage, 1)
  #break
  // In the evening.
  #case (4)
    Light(40, 0.16) Table(Walnut_Light * 1.6, Walnut_Dark * 1.6, 0) Wall(34, <0.5, 0.46, 0.4>) Look(<8, 20, 0>, -8, 7, 82, 0)
    Lamp(Ochre, 1)
    object { Mug(<0.66, 0.54, 0.38>) rotate -40 * y translate <24, 0, -6> }
    object { Pot(<0.6, 0.27, 0.14>) translate <37, 0, 8> } object { Blades(9) translate <37, 12.3, 8> }
  #break
  // The foot, close.
  #case (5)
    Studio() Look(<-1, 9, -7>, -12, 12, 19, 0)
    Lamp(Ochre, 0)
  #break
  // Sage, cut out.
  #case (6)
    Light(32, 1) Look(<0, 21.6, 0>, 0, 3, 47, 0)
    Lamp(Sage, 0)
  #break
#end
