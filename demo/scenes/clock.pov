// Shots of the wall clock; shots.ts says what they are called.
#include "studio.inc"
#include "objects/clock.inc"
#include "objects/room.inc"
#include "objects/pot.inc"
#include "objects/mug.inc"
#include "objects/lamp.inc"
#include "objects/board.inc"

#macro Studio() Light(30, 1) Wall(2.6, <0.82, 0.8, 0.76>) #end

#switch (Shot)
  // Oak.
  #case (1)
    Studio() Look(0, 0, 0, 37, 0)
    object { Clock(0, 10, 9) }
  #break
  // Black.
  #case (2)
    Studio() Look(0, 0, 0, 37, 0)
    object { Clock(1, 10, 9) }
  #break
  // Sage.
  #case (3)
    Studio() Look(0, 0, 0, 37, 0)
    object { Clock(2, 10, 9) }
  #break
  // From the side.
  #case (4)
    Studio() Look(<-1, 0, 0>, 38, 6, 35, 0)
    object { Clock(0, 10, 9) }
  #break
  // The hands, close.
  #case (5)
    Studio() Look(<2, 2, -1>, 18, 12, 14, 0)
    object { Clock(2, 10, 9) }
  #break
  // Over a shelf.
  #case (6)
    Light(44, 1) Wall(12, <0.47, 0.5, 0.44>) Look(<4, 24, 0>, -10, 3, 92, 0)
    object { Round_Box_Union(<-60, -3, -12>, <60, 0, 11>, 0.3) Oak(3) }
    object { Clock(0, 4, 38) translate <-10, 36, 9.4> }
    object { Pot(<0.6, 0.27, 0.14>) translate <26, 0, 0> } object { Blades(11) translate <26, 12.3, 0> }
    object { Mug(<0.66, 0.54, 0.38>) rotate -40 * y translate <2, 0, -3> } object { Mug(<0.13, 0.21, 0.13>) rotate -150 * y translate <-12, 0, 0> }
    object { Pot(<0.75, 0.7, 0.62>) scale 0.8 translate <-34, 0, 0> } object { Rosette(<0.2, 0.36, 0.2>, <0.5, 0.2, 0.15>, 34) scale 1.2 translate <-34, 9.8, 0> }
  #break
  // Oak, cut out.
  #case (7)
    Light(30, 1) Look(0, 0, 0, 33, 0)
    object { Clock(0, 10, 9) }
  #break
#end
