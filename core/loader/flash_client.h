// SPDX-License-Identifier: Apache-2.0
// Reads, writes, erases and verifies a board's flash through the mask ROM's own loader: nothing is uploaded to the board.
#pragma once

#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/secure_bytes.h"
#include "core/base/units.h"
#include "core/loader/device_info.h"
#include "core/loader/restart.h"
#include "core/loader/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace espseal::loader {

struct ConnectOptions {
    int baud = 115200; // tried first; above 115200 the fall-back is 115200
    bool reset_first = true; // false: the board is in the loader already (a person held FLASH and pressed RST)
    std::optional<Size> flash_size; // overrides what the flash id says
};

// Bytes for one place. `name` is for people: "CA", a file name. The bytes stay the caller's and must outlive the call.
struct FlashPiece {
    Address start;
    std::span<const std::uint8_t> bytes;
    QString name;
    // It counts for nothing before it is whole: written after all other pieces, from its end to its start, and the word that it begins with after the
    // rest of its sector. Whoever sees that word sees the whole piece, also when the write was cut off.
    bool head_last = false;

    [[nodiscard]] Range range() const { return { start, Size(bytes.size()) }; }
};

struct WriteReport {
    std::uint32_t sectors = 0; // touched by the pieces
    std::uint32_t written = 0; // erased, written and read back
    std::uint32_t unchanged = 0; // held the right bytes already
    std::uint32_t retries = 0; // sectors done again after a fault of the line
};

// One sector that does not hold what it should.
struct Mismatch {
    SectorIndex sector;
    Address first; // first wrong byte
    std::uint32_t count = 0; // wrong bytes of the compared part
    bool erased = false; // the compared part of the sector is all 0xFF
    bool unsteady = false; // two readings differed: the line or the flash, not the content
};

struct EraseReport {
    std::uint32_t sectors = 0;
    bool checked_fully = true; // false: above 64 KB one line of 64 bytes a sector was read back
};

// A board in its loader. Blocking; one thread; every call may be cancelled through its Job and reports progress in bytes.
// A fault of the line is repaired inside (new sync, the sector again) a few times before it becomes an error.
// Errors of all calls: "port-gone", "board-silent" (stopped answering), cancelled, and "flash-range" (outside the chip). What a failed
// or cancelled write left on the board is part of the error's message.
class FlashClient {
public:
    // Opens, resets into the loader, synchronises, identifies. Errors: those of open_transport; when the board does not answer, the
    // diagnosis: "boot-mode-run", "boot-mode-deaf", "boot-mode-gpio2", "boot-mode-gpio15", "reset-loop", "line-echo", "line-garbage",
    // "no-answer"; "other-chip", "stub-running", "flash-silent".
    [[nodiscard]] static Result<FlashClient> connect(const QString &port, const ConnectOptions &options, const Job &job);
    // The same over a transport that is open.
    [[nodiscard]] static Result<FlashClient> connect(std::unique_ptr<Transport> transport, const ConnectOptions &options, const Job &job);

    FlashClient(FlashClient &&) noexcept;
    FlashClient &operator=(FlashClient &&) noexcept;
    ~FlashClient();

    [[nodiscard]] const DeviceInfo &device() const;

    // Any range, also across sectors. The bytes may hold a private key.
    [[nodiscard]] Result<SecureBytes> read(Range range, const Job &job);

    // Compares sector by sector, erases, writes and reads back only what differs. Bytes outside the pieces keep their value, also in
    // sectors that a piece covers only in part. Error "flash-write" if a sector does not take the data, "pieces-overlap" (bad input).
    [[nodiscard]] Result<WriteReport> write(std::span<const FlashPiece> pieces, const Job &job);

    // Reads back; empty if all is right. A sector that differs is read twice before it is called wrong.
    [[nodiscard]] Result<QList<Mismatch>> verify(const FlashPiece &piece, const Job &job);

    // To 0xFF, exactly the range: partly covered sectors keep their other bytes. Error "flash-erase" if a sector stays as it was.
    [[nodiscard]] Result<EraseReport> erase(Range range, const Job &job);

    // A real reset with GPIO0 high, and a look at what the board prints then. The loader's own "run" command is never used: it leaves the
    // boot mode latched, and the application's first software restart would hang. The session is over afterwards.
    [[nodiscard]] Result<ResetReport> reset_into_application(const Job &job);

    // Gives the open port to somebody else (a monitor that must not miss the first lines). The client is empty afterwards.
    [[nodiscard]] std::unique_ptr<Transport> release();

private:
    class Session;
    explicit FlashClient(std::unique_ptr<Session> session);
    std::unique_ptr<Session> session_;
};

} // namespace espseal::loader
