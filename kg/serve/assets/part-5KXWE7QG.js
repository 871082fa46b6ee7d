import{a,b,c}from"./part-LOPA73DX.js";import"./part-ZTXFNVIM.js";export{c as MapView,b as labelOf,a as valueOf};
