// SPDX-License-Identifier: Apache-2.0
// A judgement as text and as JSON.
#pragma once

#include <QJsonObject>
#include <QString>

#include "core/pki/judgement.h"

namespace espseal::cli {

// {"ok", "certificate", "peer": {"accepted", "level", "errors", "chain"}, "device": {"profile", "accepted", "code", "shown", "name", "callback",
//  "flags", "steps"}, "memory": {...}, "time": {...}, "findings"}; device, memory and time are null if no device was named.
[[nodiscard]] QJsonObject to_json(const pki::Judgement &judgement, const pki::JudgementQuestion &question);
[[nodiscard]] QString to_text(const pki::Judgement &judgement, const pki::JudgementQuestion &question);

} // namespace espseal::cli
