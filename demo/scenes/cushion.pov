// Shots of the linen cushion; shots.ts says what they are called.
#include "studio.inc"
#include "objects/cushion.inc"
#include "objects/room.inc"
#include "objects/stool.inc"

#declare Mustard = <0.58, 0.34, 0.06>;
#declare Rust = <0.4, 0.12, 0.06>;
#declare Teal = <0.06, 0.2, 0.21>;
#macro Whole(Colour) union { object { Cushion(Colour) } object { Piping(Colour * 0.85) } } #end
#macro Leaning(Colour, Turn) object { Whole(Colour) rotate 13 * x translate 22.4 * y rotate Turn * y } #end
#macro Studio() Light(40, 1) Ground(40, 0.88) #end

#switch (Shot)
  // Mustard.
  #case (1)
    Studio() Look(<0, 21.5, 0>, 0, 10, 62, 0)
    Leaning(Mustard, 14)
  #break
  // Rust.
  #case (2)
    Studio() Look(<0, 21.5, 0>, 0, 10, 62, 0)
    Leaning(Rust, 14)
  #break
  // Teal.
  #case (3)
    Studio() Look(<0, 21.5, 0>, 0, 10, 62, 0)
    Leaning(Teal, 14)
  #break
  // From the side.
  #case (4)
    Studio() Look(<0, 21.5, 0>, 0, 12, 62, 0)
    Leaning(Mustard, 38)
  #break
  // The weave, close.
  #case (5)
    Studio() Look(<10, 10, -4>, -20, 10, 20, 0)
    Leaning(Rust, 14)
  #break
  // All three.
  #case (6)
    Light(60, 1) Table(Oak_Light, Oak_Dark, 0) Wall(46, <0.68, 0.65, 0.6>) Look(<0, 24, 0>, 0, 10, 122, 0)
    object { Leaning(Teal, -10) translate <-34, 0, 14> } object { Leaning(Rust, 10) translate <34, 0, 12> } object { Leaning(Mustard, 3) translate <0, 0, -3> }
  #break
  // A pile on a stool.
  #case (7)
    Light(60, 1) Table(Oak_Light, Oak_Dark, 0) Wall(50, <0.36, 0.4, 0.36>) Look(<0, 40, 0>, 8, 8, 78, 0)
    object { Stool(0) scale <1.15, 1, 1.15> }
    object { Whole(Teal) rotate 90 * x rotate 10 * y translate 52 * y } object { Whole(Mustard) rotate 90 * x rotate -8 * y translate 66 * y }
  #break
#end
