// Shots of the wall tile; Shot 1 is the tile that gets its colours afterwards, Shot 2 its mask; shots.ts says what they are called.
#include "studio.inc"
#include "objects/tile.inc"

#switch (Shot)
  // One tile in the middle grey that stands for every glaze.
  #case (1)
    Light(13, 1) Ground(13, 0.88) Look(<0, 0.3, 0>, -28, 42, 15.5, 0)
    object { Tile(<0.4, 0.4, 0.4>, 3) }
    // A window that the glaze reflects.
    box { <-1, -1, 0>, <1, 1, 0.01> scale <9, 16, 1> no_image no_shadow no_radiosity pigment { rgb 1 }
      finish { ambient 0 diffuse 0 emission 5 } rotate <-42, -28, 0> translate vrotate(100 * z, <-44, -32, 0>) }
  #break
  // Where the tile is.
  #case (2)
    background { rgb 0 } Look(<0, 0.3, 0>, -28, 42, 15.5, 0)
    object { Round_Box_Union(<-5, 0, -5>, <5, 1, 5>, 0.28) pigment { rgb 1 } finish { ambient 0 diffuse 0 emission 1 } }
  #break
#end
