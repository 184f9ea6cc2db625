package io.moquette.broker;

/** Stops and starts the stream of packets of one connection. Called on any thread. */
public interface Throttle {

    void pause();

    void resume();
}
