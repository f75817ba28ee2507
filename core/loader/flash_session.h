// SPDX-License-Identifier: Apache-2.0
// What a FlashClient is made of.
#pragma once

#include "core/loader/flash_client.h"
#include "core/loader/sector_plan.h"
#include "core/loader/spi_flash.h"

namespace espseal::loader {

class FlashClient::Session {
public:
    Session(std::unique_ptr<Transport> transport, int baud)
        : transport_(std::move(transport))
        , link_(*transport_)
        , flash_(link_, baud)
    {
    }

    Result<void> identify(const ConnectOptions &options, const Job &job);
    Result<WriteReport> write(std::span<const SectorTask> tasks, const Job &job);
    Result<QList<Mismatch>> verify(const FlashPiece &piece, const Job &job);
    Result<EraseReport> erase(Range range, const Job &job);

    std::unique_ptr<Transport> transport_;
    RomLink link_;
    SpiFlash flash_;
    DeviceInfo info_;
};

} // namespace espseal::loader
