// Shots of the stool; shots.ts says what they are called.
#include "studio.inc"
#include "objects/stool.inc"
#include "objects/room.inc"
#include "objects/pot.inc"
#include "objects/mug.inc"
#include "objects/cushion.inc"

#macro Studio() Light(42, 1) Ground(42, 0.88) #end

#switch (Shot)
  // Oak.
  #case (1)
    Studio() Look(<0, 22, 0>, 0, 12, 50, 0)
    object { Stool(0) }
  #break
  // Black.
  #case (2)
    Studio() Look(<0, 22, 0>, 0, 12, 50, 0)
    object { Stool(1) }
  #break
  // Green.
  #case (3)
    Studio() Look(<0, 22, 0>, 0, 12, 50, 0)
    object { Stool(2) }
  #break
  // From above.
  #case (4)
    Studio() Look(<0, 28, 0>, 20, 46, 58, 0)
    object { Stool(0) }
  #break
  // The seat, close.
  #case (5)
    Studio() Look(<-8, 43.6, -14>, -16, 14, 22, 0)
    object { Stool(0) }
  #break
  // With a plant.
  #case (6)
    Light(60, 1) Table(Oak_Light * 0.85, Oak_Dark * 0.8, 0) Wall(44, <0.7, 0.67, 0.61>) Look(<14, 42, 0>, -8, 6, 130, 0)
    object { Stool(2) } object { Pot(<0.75, 0.7, 0.62>) translate 44.6 * y } object { Blades(11) translate 56.9 * y }
    object { Stool(0) rotate 50 * y translate <46, 0, 6> } object { Mug(<0.075, 0.15, 0.3>) rotate -40 * y translate <46, 44.6, 2> }
  #break
#end
