// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <optional>

namespace espseal::device {

// C0 frame C0, with C0 -> DB DC and DB -> DB DD inside.
[[nodiscard]] Bytes slip_encode(View frame);

// Receives as the mask ROM does: bytes before the first C0 are dropped, an empty frame is ignored, bytes past the limit are
// dropped without notice until the closing C0.
class SlipReceiver {
public:
    explicit SlipReceiver(size_t limit)
        : limit_(limit)
    {
    }
    // The frame that this byte completed, if any.
    std::optional<Bytes> push(uint8_t byte);

private:
    size_t limit_;
    Bytes frame_;
    bool inside_ = false;
    bool escaped_ = false;
};

} // namespace espseal::device
