// Shots of the cutting board; shots.ts says what they are called.
#include "studio.inc"
#include "objects/board.inc"
#include "objects/food.inc"
#include "objects/room.inc"
#include "objects/mug.inc"

#macro Studio() Light(30, 1) Ground(30, 0.88) #end

#switch (Shot)
  // Oak, lying.
  #case (1)
    Studio() Look(<0, 1, 0>, -28, 34, 50, 0)
    object { Board(0) }
  #break
  // Walnut, lying.
  #case (2)
    Studio() Look(<0, 1, 0>, -28, 34, 50, 0)
    object { Board(1) }
  #break
  // Oak, standing at a wall.
  #case (3)
    Light(30, 1) Table(Walnut_Light * 1.6, Walnut_Dark * 1.6, 0) Wall(8, <0.72, 0.7, 0.65>) Look(<0, 21, 0>, 12, 8, 42, 0)
    object { Board(0) rotate <0, 0, 90> rotate 90 * y rotate 11 * x translate <0, 21.5, 2.5> }
  #break
  // The grain, close.
  #case (4)
    Studio() Look(<15, 2.4, -6>, -30, 30, 17, 0)
    object { Board(0) }
  #break
  // In use.
  #case (5)
    Light(28, 1) Table(Walnut_Light * 1.5, Walnut_Dark * 1.5, 0) Wall(90, <0.6, 0.58, 0.52>) Look(<-1, 3, 0>, -16, 28, 52, 0)
    object { Board(0) }
    object { Knife() rotate 14 * y translate <2, 2.4, -9> }
    object { Tomato() translate <-11, 4.9, 3> }
    object { Tomato() rotate <10, 50, 0> translate <-4.6, 4.9, 5.4> }
    object { Tomato() rotate <-14, 20, 0> scale 0.9 translate <-12, 4.7, -5> }
    object { Lemon() rotate <0, 30, 86> translate <8, 5.4, 6> }
  #break
  // Both woods.
  #case (6)
    Studio() Look(<0, 2.5, 2>, -20, 30, 62, 0)
    object { Board(1) translate <2, 0, 4> }
    object { Board(0) rotate -14 * y translate <-3, 2.4, 0> }
  #break
#end
