/*
 * The bare peer of the benchmark: answers every message on api/<id> with a constant on reply/<id>, through a broker
 * that needs no credentials.
 *
 *   cc -O2 -o responder responder.c -lmosquitto
 *   responder PORT QOS
 */
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char REPLY[] = "{\"1\":{\"success\":true}}";

static int qos;

static void on_connect(struct mosquitto *client, void *context, int status)
{
    (void)context;
    if (status != 0 || mosquitto_subscribe(client, NULL, "api/#", qos) != MOSQ_ERR_SUCCESS) {
        fprintf(stderr, "responder: not connected: %s\n", mosquitto_connack_string(status));
        exit(1);
    }
}

static void on_subscribe(struct mosquitto *client, void *context, int id, int count, const int *granted)
{
    (void)client, (void)context, (void)id, (void)count, (void)granted;
    puts("READY");
    fflush(stdout);
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *request)
{
    (void)context;
    char topic[256];
    if (strncmp(request->topic, "api/", 4) != 0)
        return;
    snprintf(topic, sizeof topic, "reply/%s", request->topic + 4);
    mosquitto_publish(client, NULL, topic, sizeof REPLY - 1, REPLY, qos, false);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s PORT QOS\n", argv[0]);
        return 2;
    }
    qos = atoi(argv[2]);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("responder", true, NULL);
    if (client == NULL)
        return 1;
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_max_inflight_messages_set(client, 0);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    int status = mosquitto_connect(client, "127.0.0.1", atoi(argv[1]), 60);
    if (status == MOSQ_ERR_SUCCESS)
        status = mosquitto_loop_forever(client, -1, 1);
    fprintf(stderr, "responder: %s\n", mosquitto_strerror(status));
    return status != MOSQ_ERR_SUCCESS;
}
