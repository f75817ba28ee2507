// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/status_page.h"

#include "firmware/agent/device.h"
#include "firmware/runtime/arena.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/port.h"

#include <string.h>

namespace espseal::agent {

bool is_http_get(wire::ByteView request)
{
    return request.size >= 4 && memcmp(request.data, "GET ", 4) == 0;
}

uint32_t write_status_page(wire::ByteSpan out)
{
    runtime::TextWriter page(reinterpret_cast<char *>(out.data), out.size);
    page.add("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
             "<!DOCTYPE html><title>espseal</title><h1>espseal-agent " ESPSEAL_VERSION "</h1><table>");
    page.add("<tr><td>MAC<td>").mac(device().mac);
    page.add("<tr><td>Up<td>").number(uptime_seconds()).add(" s");
    page.add("<tr><td>Flash<td>").number(port::flash_size() / 1024).add(" KB");
    page.add("<tr><td>TLS memory free<td>").number(runtime::arena().free()).add(" of ").number(runtime::Arena::size()).add(" bytes");
    page.add("</table>\r\n");
    return page.text().size;
}

} // namespace espseal::agent
