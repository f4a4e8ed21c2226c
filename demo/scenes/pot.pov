// Shots of the plant pot; shots.ts says what they are called.
#include "studio.inc"
#include "objects/pot.inc"
#include "objects/room.inc"
#include "objects/can.inc"

#declare Red = <0.6, 0.27, 0.14>;
#declare White = <0.75, 0.71, 0.64>;
#declare Grey = <0.2, 0.21, 0.22>;
#declare Jade = <0.2, 0.36, 0.2>;
#declare Blush = <0.5, 0.2, 0.15>;
#macro Succulent() object { Rosette(Jade, Blush, 36) scale 1.5 translate 12.3 * y } #end
#macro Studio() Light(18, 1) Ground(18, 0.88) #end

#switch (Shot)
  // Terracotta, with a succulent.
  #case (1)
    Studio() Look(<0, 8.6, 0>, 0, 20, 25, 0)
    object { Pot(Red) } Succulent()
  #break
  // White, with a succulent.
  #case (2)
    Studio() Look(<0, 8.6, 0>, 0, 20, 25, 0)
    object { Pot(White) } object { Rosette(<0.26, 0.38, 0.34>, <0.4, 0.42, 0.42>, 36) scale 1.5 translate 12.3 * y }
  #break
  // Grey, with a succulent.
  #case (3)
    Studio() Look(<0, 8.6, 0>, 0, 20, 25, 0)
    object { Pot(Grey) } object { Rosette(<0.3, 0.4, 0.16>, <0.62, 0.3, 0.14>, 36) scale 1.5 translate 12.3 * y }
  #break
  // From above.
  #case (4)
    Studio() Look(<0, 12, 0>, 0, 72, 22, 0)
    object { Pot(Red) } Succulent()
  #break
  // With a snake plant.
  #case (5)
    Light(30, 1) Ground(30, 0.88) Look(<0, 19, 0>, 0, 8, 37, 0)
    object { Pot(White) } object { Blades(13) translate 12.3 * y }
  #break
  // The leaves, close.
  #case (6)
    Studio() Look(<0, 14, -4>, 10, 34, 11, 0)
    object { Pot(Red) } Succulent()
  #break
  // Three on a windowsill.
  #case (7)
    Light(34, 1) Table(Oak_Light, Oak_Dark, 0) Wall(60, <0.66, 0.66, 0.6>) Look(<0, 17, 0>, 6, 9, 68, 0)
    object { Pot(White) translate <-19, 0, 3> } object { Blades(11) translate <-19, 12.3, 3> }
    object { Pot(Red) } Succulent()
    object { Pot(Grey) scale 0.9 translate <18, 0, 4> } object { Rosette(<0.3, 0.4, 0.16>, <0.62, 0.3, 0.14>, 36) scale 1.35 translate <18, 11.1, 4> }
  #break
#end
