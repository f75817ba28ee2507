// SPDX-License-Identifier: Apache-2.0
// espconn_regist_*: the application's callbacks.
#include "firmware/runtime/api_refusal.h"

using espseal::runtime::is_tcp;

sint8 espconn_regist_connectcb(espconn *espconn, espconn_connect_callback connect_cb)
{
    if (!is_tcp(espconn))
        return ESPCONN_ARG;
    espconn->proto.tcp->connect_callback = connect_cb;
    return ESPCONN_OK;
}

sint8 espconn_regist_reconcb(espconn *espconn, espconn_reconnect_callback recon_cb)
{
    if (!is_tcp(espconn))
        return ESPCONN_ARG;
    espconn->proto.tcp->reconnect_callback = recon_cb;
    return ESPCONN_OK;
}

sint8 espconn_regist_disconcb(espconn *espconn, espconn_connect_callback discon_cb)
{
    if (!is_tcp(espconn))
        return ESPCONN_ARG;
    espconn->proto.tcp->disconnect_callback = discon_cb;
    return ESPCONN_OK;
}

sint8 espconn_regist_recvcb(espconn *espconn, espconn_recv_callback recv_cb)
{
    if (!is_tcp(espconn))
        return ESPCONN_ARG;
    espconn->recv_callback = recv_cb;
    return ESPCONN_OK;
}

sint8 espconn_regist_sentcb(espconn *espconn, espconn_sent_callback sent_cb)
{
    if (!is_tcp(espconn))
        return ESPCONN_ARG;
    espconn->sent_callback = sent_cb;
    return ESPCONN_OK;
}
