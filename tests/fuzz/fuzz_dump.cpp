// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/imported.h"

#include <algorithm>
#include <vector>

using namespace espseal;
using namespace espseal::flash;

// The input is a device's flash: as it is, and once more as what the SDK keeps at the end of the chip.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr size_t chip = 256u << 10;
    constexpr size_t system = size_t(5) * sector_size;
    std::vector<uint8_t> flash(chip, 0xFF);
    std::copy_n(data, std::min(size, chip - system), flash.begin());
    std::copy_n(data, std::min(size, system), flash.end() - system);
    ImportHints hints;
    if (size % 2 != 0) { // whatever its header says
        hints.chip = Size(chip);
        hints.map = MapKind::non_fota;
    }
    const Result<Imported> imported = import_dump(flash, hints);
    expect_good(imported);
    if (imported) {
        for (const Recognised &part : imported->recognised)
            EXPECT(!part.range || part.range->end() <= Address(chip));
    }
    return 0;
}
