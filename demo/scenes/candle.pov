// Shots of the candle in a jar; shots.ts says what they are called.
#include "studio.inc"
#include "objects/candle.inc"
#include "objects/room.inc"
#include "objects/mug.inc"

#declare Amber = <0.88, 0.56, 0.22>;

#switch (Shot)
  // Unlit.
  #case (1)
    Light(12, 1) Ground(12, 0.85) Look(<0, 4.5, 0>, 0, 12, 15, 0)
    Candle(Amber, 0)
  #break
  // Lit.
  #case (2)
    Light(12, 0.3) Ground(12, 0.55) Look(<0, 5, 0>, 0, 12, 16, 0)
    Candle(Amber, 1)
  #break
  // The flame, close.
  #case (3)
    Light(12, 0.22) Ground(12, 0.45) Look(<0, 7.2, 0>, 0, 24, 9, 0)
    Candle(Amber, 1)
  #break
  // On a table in the evening.
  #case (4)
    Light(24, 0.3) Table(Walnut_Light * 1.7, Walnut_Dark * 1.7, 0) Wall(44, <0.5, 0.44, 0.36>) Look(<1, 6, 0>, 10, 12, 28, 0)
    Candle(Amber, 1)
    object { Mug(<0.075, 0.15, 0.3>) rotate -30 * y translate <12, 0, 8> }
  #break
#end
