// Shots of the pepper mill; shots.ts says what they are called.
#include "studio.inc"
#include "objects/room.inc"
#include "objects/board.inc"
#include "objects/food.inc"

#macro Studio() Light(18, 1) Ground(18, 0.88) #end

#switch (Shot)
  // Oak.
  #case (1)
    Studio() Look(<0, 10.8, 0>, 0, 8, 21, 0)
    object { Mill(0) }
  #break
  // Walnut.
  #case (2)
    Studio() Look(<0, 10.8, 0>, 0, 8, 21, 0)
    object { Mill(1) rotate 40 * y }
  #break
  // Black.
  #case (3)
    Studio() Look(<0, 10.8, 0>, 0, 8, 21, 0)
    object { Mill(2) }
  #break
  // All three.
  #case (4)
    Studio() Look(<0, 10.6, 0>, 0, 10, 37, 0)
    object { Mill(0) translate <-8, 0, 0> } object { Mill(1) rotate 40 * y translate <0, 0, -2> } object { Mill(2) translate <8, 0, 1> }
  #break
  // The head, close.
  #case (5)
    Studio() Look(<0, 17.6, -2>, 0, 16, 11, 0)
    object { Mill(1) rotate 40 * y }
    object { Mill(0) translate <6, 0, 14> }
  #break
  // On a table.
  #case (6)
    Light(24, 1) Table(Oak_Light, Oak_Dark, 0) Wall(70, <0.3, 0.33, 0.3>) Look(<-2, 10, 0>, 10, 9, 44, 0)
    object { Mill(1) } object { Mill(0) translate <-7, 0, 5> }
    object { Board(1) rotate -10 * y translate <-24, 0, 24> }
    object { Tomato() translate <-15, 4.9, 15> } object { Tomato() rotate 60 * y translate <10, 2.5, 4> }
  #break
#end
