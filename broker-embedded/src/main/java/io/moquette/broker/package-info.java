/** Moquette's parts, put together for this project; in Moquette's package, because they are visible there only. */
package io.moquette.broker;
