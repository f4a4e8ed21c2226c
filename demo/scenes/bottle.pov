// Shots of the water bottle; shots.ts says what they are called.
#include "studio.inc"
#include "objects/bottle.inc"
#include "objects/room.inc"
#include "objects/pot.inc"
#include "objects/mug.inc"

#declare Forest = <0.045, 0.1, 0.07>;
#declare Sand = <0.62, 0.5, 0.36>;
#declare Rust = <0.42, 0.12, 0.05>;
#macro Studio() Light(20, 1) Ground(20, 0.88) #end

#switch (Shot)
  // Forest.
  #case (1)
    Studio() Look(<0, 12, 0>, 0, 7, 21.5, 0)
    object { Bottle(Forest) }
  #break
  // Sand.
  #case (2)
    Studio() Look(<0, 12, 0>, 0, 7, 21.5, 0)
    object { Bottle(Sand) }
  #break
  // Rust.
  #case (3)
    Studio() Look(<0, 12, 0>, 0, 7, 21.5, 0)
    object { Bottle(Rust) }
  #break
  // All three.
  #case (4)
    Studio() Look(<0, 11.6, 0>, 0, 9, 42, 0)
    object { Bottle(Sand) translate <-10, 0, 1> } object { Bottle(Forest) translate <0, 0, -2> } object { Bottle(Rust) translate <10, 0, 1> }
  #break
  // The lid, close.
  #case (5)
    Studio() Look(<0, 21, -2>, -22, 18, 11, 0)
    object { Bottle(Forest) }
  #break
  // Lying.
  #case (6)
    Studio() Look(<0, 3.4, 0>, 0, 20, 34, 0)
    object { Bottle(Rust) rotate -20 * y rotate 90 * z rotate 24 * y translate <10, 3.7, -5> }
  #break
  // Outside, on a bench.
  #case (7)
    Light(26, 1.1) Table(Oak_Light * 0.9, Oak_Dark * 0.8, 0)
    plane { -z, -150 pigment { bozo turbulence 0.4 color_map { [0 rgb <0.06, 0.13, 0.04>] [0.45 rgb <0.16, 0.26, 0.08>] [0.7 rgb <0.4, 0.45, 0.18>] [1 rgb <0.75, 0.75, 0.5>] } scale 22 } finish { ambient 0 diffuse 0.9 emission 0.25 } }
    Look(<3, 11.5, 0>, 6, 6, 42, 2.2)
    object { Bottle(Sand) } object { Pot(<0.6, 0.27, 0.14>) translate <20, 0, 16> } object { Rosette(<0.2, 0.36, 0.2>, <0.5, 0.2, 0.15>, 34) scale 1.5 translate <20, 12.3, 16> }
  #break
  // Forest, cut out.
  #case (8)
    Light(20, 1) Look(<0, 12.1, 0>, 0, 4, 26.5, 0)
    object { Bottle(Forest) }
  #break
  // Rust, cut out.
  #case (9)
    Light(20, 1) Look(<0, 12.1, 0>, 0, 4, 26.5, 0)
    object { Bottle(Rust) }
  #break
#end
