// Shots of the stoneware mug; shots.ts says what they are called.
#include "studio.inc"
#include "objects/mug.inc"
#include "objects/room.inc"
#include "objects/food.inc"
#include "objects/board.inc"

#declare Blue = <0.075, 0.15, 0.3>;
#declare Sand = <0.66, 0.54, 0.38>;
#declare Green = <0.13, 0.21, 0.13>;
#macro Studio() Light(10, 1) Ground(10, 0.88) #end

#switch (Shot)
  // Blue, from the side.
  #case (1)
    Studio() Look(<0.9, 4.3, 0>, 0, 14, 16, 0)
    object { Mug(Blue) rotate -25 * y }
  #break
  // Blue, from the handle.
  #case (2)
    Studio() Look(<0, 4.3, 0>, 0, 24, 16, 0)
    object { Mug(Blue) rotate 62 * y }
  #break
  // Blue, from above, with coffee.
  #case (3)
    Studio() Look(<1, 5, 0>, 0, 62, 18, 0)
    union { object { Mug(Blue) } Coffee() rotate -32 * y }
  #break
  // Sand, from the side.
  #case (4)
    Studio() Look(<0.9, 4.3, 0>, 0, 14, 16, 0)
    object { Mug(Sand) rotate -25 * y }
  #break
  // Sand, from above.
  #case (5)
    Studio() Look(<1, 4.5, 0>, 0, 48, 17, 0)
    object { Mug(Sand) rotate -140 * y }
  #break
  // Green, from the side.
  #case (6)
    Studio() Look(<0.9, 4.3, 0>, 0, 14, 16, 0)
    object { Mug(Green) rotate -25 * y }
  #break
  // The foot, close.
  #case (7)
    Studio() Look(<-0.5, 1.7, -3.9>, -14, 12, 7.5, 0)
    object { Mug(Blue) rotate -25 * y }
  #break
  // All three colours.
  #case (8)
    Studio() Look(<0.5, 4.2, 1>, 0, 16, 37, 0)
    object { Mug(Sand) rotate -30 * y translate -12.5 * x }
    object { Mug(Blue) rotate -50 * y translate <0, 0, -2> }
    object { Mug(Green) rotate -20 * y translate <12.5, 0, 1> }
  #break
  // On a table.
  #case (9)
    Light(18, 1) Table(Walnut_Light * 1.5, Walnut_Dark * 1.5, 0) Wall(70, <0.62, 0.6, 0.55>) Look(<1, 5, 0>, -12, 13, 29, 0)
    union { object { Mug(Green) } Coffee() rotate -30 * y }
    object { Mug(Sand) rotate -100 * y translate <15, 0, 14> }
    object { Board(0) rotate 12 * y translate <-22, 0, 22> }
    object { Lemon() rotate <0, 20, 86> translate <-13, 5.4, 14> }
    object { Lemon() rotate <0, -60, 86> translate <-20, 5.4, 15> }
  #break
#end
