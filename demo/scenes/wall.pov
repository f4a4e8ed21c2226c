// Shots of walls of tiles; shots.ts says what they are called.
#include "studio.inc"
#include "objects/tile.inc"

#declare Glazes = array[8] { <0.05, 0.22, 0.2>, <0.72, 0.68, 0.6>, <0.1, 0.2, 0.34>, <0.6, 0.3, 0.14>, <0.28, 0.36, 0.25>, <0.7, 0.52, 0.24>, <0.5, 0.58, 0.6>, <0.66, 0.45, 0.38> }
#macro Wall_Of(Columns, Rows, Few)
  #local Dice = seed(5);
  #for (I, 0, Columns - 1) #for (J, 0, Rows - 1)
    object { Tile(Glazes[mod(floor(rand(Dice) * Few), 8)] * (0.85 + 0.3 * rand(Dice)), I * 13 + J) rotate <-90 + 1.2 * rand(Dice), 1.2 * rand(Dice), 0>
      translate <(I - (Columns - 1) / 2) * 10.25, (J - (Rows - 1) / 2) * 10.25, 0.3 * rand(Dice)> }
  #end #end
  box { <-Columns * 6, -Rows * 6, 0.45>, <Columns * 6, Rows * 6, 2> pigment { rgb 0.62 } normal { granite 0.2 scale 0.4 } finish { ambient 0 diffuse 0.9 } }
#end

// A window behind the camera, which the glazes reflect, each tile at a slightly other angle. Turn, Rise: the camera's.
#macro Window(Turn, Rise)
  box { <-1, -1, 0>, <1, 1, 0.01> scale <45, 60, 1> no_image no_shadow no_radiosity pigment { rgb 1 }
    finish { ambient 0 diffuse 0 emission 4 } translate -600 * z rotate -Rise * x rotate -Turn * y }
#end

#switch (Shot)
  // A wall in green and white.
  #case (1)
    Light(40, 1.35) Look(<0, 0, 0>, 16, 6, 62, 0)
    Window(16, 6) Wall_Of(9, 8, 2)
  #break
  // A wall in all colours.
  #case (2)
    Light(40, 1.35) Look(<0, 0, 0>, -12, 4, 58, 0)
    Window(-12, 4) Wall_Of(9, 8, 8)
  #break
#end
