import{a,b,c}from"./part-ZMGPXGU6.js";import"./part-V7MPED2A.js";export{c as MapView,b as labelOf,a as valueOf};
