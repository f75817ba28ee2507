// SPDX-License-Identifier: Apache-2.0
// Plans as JSON. Keys are sorted, addresses and sizes are hexadecimal strings (plain numbers and "4K" are read too), files are relative to the plan:
//
//   {
//       "agent": { "buffer_size": 2048, "check_name": true, "client_authenticates": true, "client_verifies": true, "host": "192.168.1.20",
//                  "local_port": 443, "reconnect_seconds": 2, "remote_port": 8883, "role": "client", "server_verifies": false },
//       "flash": { "map": "1024+1024", "size": "4MB" },
//       "format": "espseal-plan",
//       "name": "Greenhouse line",
//       "regions": [
//           { "file": "boot_v1.7.bin", "name": "bootloader", "role": "bootloader", "size": "0x1000", "start": "0x000000" },
//           { "credential": "ca", "name": "ca", "role": "ca", "sector_arguments": { "client": "0xFB" }, "size": "0x1000", "start": "0x0FB000" },
//           { "content": 1210, "file": "esp_cert_private_key.bin", "name": "identity", "pinned": true, "role": "identity",
//             "size": "0x1000", "start": "0x0FC000" }
//       ],
//       "sdk": "3.x",
//       "tls": "mbedtls",
//       "version": 1
//   }
//
// "made_on_device": true, on an identity, stands in place of "file" and "credential": the bundled agent makes its key (espseal device identity).
// Version 2 may have "firmware": "at_nano" (firmware.h) and, in "flash", "mode": "dio" and "frequency": "40m"; a plan without them is written as
// version 1, which older programs read.
// "agent", "name", "sdk", "tls" and, in a region, everything but "name" and "role" may be left out. "start" and "size" go together; a region without is
// not placed yet. Unknown fields are refused, so that a typing error cannot hide.
#pragma once

#include <QJsonObject>

#include "core/base/error.h"
#include "core/flash/plan.h"

namespace espseal::flash {

inline constexpr int plan_version = 2;
// More cannot lie on the largest chip (4,096 sectors) without overlapping; the rest of the room is for plans that are wrong and want to be told so.
inline constexpr qsizetype max_regions = 8192;

// `folder`: what relative files are relative to. Errors are bad input: `plan-not-json`, `plan-format`, `plan-newer`, `plan-field` (the message names the
// field: "regions[3].start"), `plan-duplicate-name`, `plan-too-many-regions`.
[[nodiscard]] Result<Plan> plan_from_json(const QByteArray &json, const QString &folder);
[[nodiscard]] QByteArray plan_to_json(const Plan &plan, const QString &folder);

[[nodiscard]] Result<Plan> load_plan(const QString &path);
[[nodiscard]] Result<void> save_plan(const Plan &plan, const QString &path);

} // namespace espseal::flash
