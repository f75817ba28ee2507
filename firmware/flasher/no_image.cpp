// SPDX-License-Identifier: Apache-2.0
#include "core/wire/flasher_image.h"

namespace espseal::wire::flasher {

const Image &built_image()
{
    static constexpr Image none;
    return none;
}

} // namespace espseal::wire::flasher
