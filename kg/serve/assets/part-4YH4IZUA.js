import{a,b,c}from"./part-BWZLLNLJ.js";import"./part-ZTXFNVIM.js";export{c as MapView,b as labelOf,a as valueOf};
