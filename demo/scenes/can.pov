// Shots of the watering can; Shot 100 is a frame of its turntable, turned by Turn degrees; shots.ts says what they are called.
#include "studio.inc"
#include "objects/can.inc"
#include "objects/pot.inc"
#include "objects/room.inc"

#declare Sage = <0.19, 0.26, 0.18>;
#declare Navy = <0.035, 0.06, 0.12>;
#macro Studio() Light(30, 1) Ground(30, 0.88) #end
#if (Shot = 100)
  Studio() Look(<4, 12.6, 0>, 0, 15, 58, 0)
  object { Can(Sage) translate -4 * x rotate -Turn * y translate 4 * x }
#end

#switch (Shot)
  // Sage.
  #case (1)
    Studio() Look(<4.6, 12.3, 0>, 0, 10, 45, 0)
    object { Can(Sage) }
  #break
  // Sage, from behind.
  #case (2)
    Studio() Look(<-3, 12.3, 0>, 0, 16, 42, 0)
    object { Can(Sage) rotate 150 * y }
  #break
  // Navy.
  #case (3)
    Studio() Look(<4.6, 12.3, 0>, 0, 10, 45, 0)
    object { Can(Navy) }
  #break
  // The rose, close.
  #case (4)
    Studio() Look(<22, 21, 0>, 24, 8, 15, 0)
    object { Can(Sage) }
  #break
  // The handle, close.
  #case (5)
    Studio() Look(<-10, 17, 0>, -12, 14, 20, 0)
    object { Can(Sage) }
  #break
  // Beside plants.
  #case (6)
    Light(40, 1) Table(Oak_Light * 0.9, Oak_Dark * 0.85, 0) Wall(70, <0.62, 0.62, 0.56>) Look(<8, 13, 0>, 8, 10, 76, 0)
    object { Can(Sage) rotate -14 * y translate <-8, 0, 0> }
    object { Pot(<0.6, 0.27, 0.14>) translate <28, 0, -4> } object { Rosette(<0.2, 0.36, 0.2>, <0.5, 0.2, 0.15>, 36) scale 1.5 translate <28, 12.3, -4> }
    object { Pot(<0.75, 0.71, 0.64>) translate <40, 0, 12> } object { Blades(11) translate <40, 12.3, 12> }
  #break
  // Sage, cut out.
  #case (7)
    Light(30, 1) Look(<4.8, 12.3, 0>, 0, 6, 42, 0)
    object { Can(Sage) }
  #break
#end
