// Shots of the serving bowl; shots.ts says what they are called.
#include "studio.inc"
#include "objects/bowl.inc"
#include "objects/food.inc"
#include "objects/room.inc"
#include "objects/mug.inc"

#declare Cream = <0.72, 0.66, 0.55>;
#declare Ink = <0.06, 0.1, 0.19>;
#macro Studio() Light(20, 1) Ground(20, 0.88) #end
#macro Fruit()
  union {
    object { Lemon() rotate <0, 25, 82> translate <-5.2, 5.6, -2.5> }
    object { Lemon() rotate <0, -50, 84> translate <-3.5, 6, 4.2> }
    object { Tomato() rotate 12 * z translate <4.9, 5.6, -3> }
    object { Pear(<0.45, 0.47, 0.1>) rotate <18, 0, -28> translate <1.6, 6.9, 2.4> }
    object { Pear(<0.5, 0.45, 0.1>) rotate <-20, 40, 38> translate <5.6, 6.6, 3.6> }
  }
#end

#switch (Shot)
  // Cream, from the side.
  #case (1)
    Studio() Look(<0, 3.9, 0>, 0, 14, 34, 0)
    object { Bowl(Cream, Cream) }
  #break
  // Cream, from above.
  #case (2)
    Studio() Look(<0, 4, 0>, 0, 58, 35, 0)
    object { Bowl(Cream, Cream) }
  #break
  // Cream, with fruit.
  #case (3)
    Studio() Look(<0, 5, 0>, 0, 24, 36, 0)
    object { Bowl(Cream, Cream) } Fruit()
  #break
  // Blue, from the side.
  #case (4)
    Studio() Look(<0, 3.9, 0>, 0, 20, 34, 0)
    object { Bowl(Ink, Cream) }
  #break
  // The rim, close.
  #case (5)
    Studio() Look(<-3, 8, -11.6>, -10, 24, 12, 0)
    object { Bowl(Ink, Cream) }
  #break
  // On a table.
  #case (6)
    Light(22, 1) Table(Oak_Light, Oak_Dark, 0) Wall(80, <0.36, 0.4, 0.36>) Look(<0, 9, 0>, 14, 20, 31, 0)
    object { Bowl(Ink, Cream) } Fruit()
    object { Mug(Cream) rotate -30 * y translate <16, 0, 20> }
  #break
#end
