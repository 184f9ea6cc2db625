package dev.tr50.broker;

/**
 * One PUBLISH on a topic under {@code thing/}. No message answers it, so its acknowledgement is the only answer there is: the
 * broker sends none before {@link #acknowledge}. A client that repeats it meanwhile, or after it was {@link Outcome#DONE}, is
 * acknowledged without a second message; on the connection that sent it last.
 */
public interface TopicMessage {

    /** As published: a well-formed name whose first level is {@code thing}; the levels behind it are not looked at. */
    String topic();

    byte[] payload();

    /** 0, 1 or 2, as published. */
    int qos();

    /**
     * Lets the broker send PUBACK or PUBREC, where the QoS wants one. To be called once, from any thread; further calls do
     * nothing.
     */
    void acknowledge(Outcome outcome);

    /** What became of the message. Clients before MQTT 5 cannot be told and get the plain acknowledgement. */
    enum Outcome {
        /** It took effect and will last. */
        DONE(0x00),
        /** 0x83: the gateway failed. */
        FAILED(0x83),
        /** 0x87: the client may not do that. */
        NOT_AUTHORIZED(0x87),
        /** 0x90: there is no such topic. */
        TOPIC_INVALID(0x90),
        /** 0x97: too much at once. */
        QUOTA_EXCEEDED(0x97),
        /** 0x99: the payload does not fit the topic. */
        PAYLOAD_INVALID(0x99);

        private final byte reasonCode;

        Outcome(int reasonCode) {
            this.reasonCode = (byte) reasonCode;
        }

        byte reasonCode() {
            return reasonCode;
        }
    }
}
