/** Things that are not there: a fleet of simulated devices, and somebody who calls their methods. */
package dev.tr50.gateway.simulate;
