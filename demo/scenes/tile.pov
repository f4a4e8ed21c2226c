// Shots of the wall tile; Shot 1 is the tile that gets its colours afterwards, Shot 2 its mask; shots.ts says what they are called.
#include "studio.inc"
#include "objects/tile.inc"

#switch (Shot)
  // One tile, nearly white.
  #case (1)
    Light(13, 1) Ground(13, 0.88) Look(<0, 0.3, 0>, -28, 40, 18, 0)
    object { Tile(<0.8, 0.8, 0.8>, 3) }
  #break
  // Where the tile is.
  #case (2)
    background { rgb 0 } Look(<0, 0.3, 0>, -28, 40, 18, 0)
    object { Round_Box_Union(<-5, 0, -5>, <5, 1, 5>, 0.28) pigment { rgb 1 } finish { ambient 0 diffuse 0 emission 1 } }
  #break
#end
