// Shots of the carafe and its tumblers; shots.ts says what they are called.
#include "studio.inc"
#include "objects/carafe.inc"
#include "objects/food.inc"
#include "objects/room.inc"
#include "objects/board.inc"

#declare Clear = <0.55, 0.8, 0.72>;
#macro Studio() Light(20, 1) Ground(20, 0.8) #end

#switch (Shot)
  // The carafe.
  #case (1)
    Studio() Look(<0, 13, 0>, 0, 8, 24, 0)
    object { Carafe(Clear) no_shadow }
  #break
  // The carafe with two tumblers.
  #case (2)
    Studio() Look(<1, 12.4, 0>, 0, 10, 42, 0)
    object { Carafe(Clear) no_shadow } object { Carafe_Water() no_shadow }
    object { Tumbler(Clear) translate <11.5, 0, -3> no_shadow } object { Tumbler(Clear) translate <-10.5, 0, 2> no_shadow }
  #break
  // A tumbler.
  #case (3)
    Studio() Look(<0, 4.6, 0>, 0, 14, 14, 0)
    object { Tumbler(Clear) no_shadow }
  #break
  // On a table.
  #case (4)
    Light(24, 1) Table(Walnut_Light * 1.5, Walnut_Dark * 1.5, 0) Wall(60, <0.5, 0.53, 0.48>) Look(<0, 11, 0>, -8, 10, 42, 0)
    object { Carafe(Clear) no_shadow } object { Carafe_Water() no_shadow }
    object { Tumbler(Clear) translate <12, 0, -3> no_shadow }
    object { Lemon() rotate <0, 30, 86> translate <-12, 3, -2> } object { Lemon() rotate <0, -40, 86> translate <-15, 3, 6> }
  #break
#end
