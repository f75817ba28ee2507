// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/device/commands.h"
#include "core/loader/ports.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

void add_port_option(CLI::App &command, BoardOptions &options)
{
    command.add_option("--port", options.port, "/dev/ttyUSB0, COM3, rfc2217://host:port, socket://host:port; may be left out where one board is plugged in");
}

void add_board_options(CLI::App &command, BoardOptions &options)
{
    add_port_option(command, options);
    command.add_option("--baud", options.baud, "Speed; above 115200 it falls back by itself")->capture_default_str()->check(CLI::Range(9600, 4000000));
    command.add_option("--flash-size", options.flash_size, "Size of the flash chip, where its id tells it wrongly (4MB)");
    command.add_flag("--no-reset", options.in_loader, "The board is in its loader already: somebody held FLASH and pressed RST");
    command.add_flag("--stay", options.stay, "Leave the board in its loader");
}

Result<QString> chosen_port(const BoardOptions &options, const Session &session)
{
    if (!options.port.empty())
        return QString::fromStdString(options.port);
    QStringList there;
    for (const loader::PortInfo &port : loader::list_ports()) {
        if (port.is_usb())
            there << port.path;
    }
    if (there.size() == 1) {
        session.note(DeviceTexts::tr("Using %1.").arg(there.first()));
        return there.first();
    }
    if (there.isEmpty())
        return usage_error(
            u"port-choice"_s, DeviceTexts::tr("No USB serial adapter is plugged in."), DeviceTexts::tr("Plug the board in, or name its port with --port."));
    return usage_error(
        u"port-choice"_s, DeviceTexts::tr("Several boards are plugged in: %1.").arg(there.join(", "_L1)), DeviceTexts::tr("Choose one with --port."));
}

namespace {

Result<loader::ConnectOptions> connect_options(const BoardOptions &options)
{
    loader::ConnectOptions connect { .baud = options.baud, .reset_first = !options.in_loader, .flash_size = {} };
    if (!options.flash_size.empty()) {
        const Result<std::uint64_t> size = parse_number(QString::fromStdString(options.flash_size), u"--flash-size"_s);
        if (!size)
            return failure(size.error());
        connect.flash_size = Size(*size);
    }
    return connect;
}

} // namespace

Result<Outcome> with_board(Session &session, const BoardOptions &options, const BoardWork &work)
{
    const Result<loader::ConnectOptions> connect = connect_options(options);
    if (!connect)
        return failure(connect.error());
    const Result<QString> port = chosen_port(options, session);
    if (!port)
        return failure(port.error());
    const Job job = session.job();
    Result<loader::FlashClient> board = loader::FlashClient::connect(*port, *connect, job);
    if (!board)
        return failure(board.error());
    Result<Outcome> outcome = work(*board, job);
    if (outcome)
        outcome->json[u"device"_s] = to_json(board->device());
    if (options.stay)
        return outcome;
    // Also after a failure and after Ctrl+C, hence without its stop request; the error of the work says more than that of the restart.
    const Result<loader::ResetReport> restarted = board->reset_into_application(Job { job.progress, {} });
    if (!restarted)
        return outcome ? failure(restarted.error()) : outcome;
    session.note(describe(*restarted));
    if (outcome)
        outcome->json[u"reset"_s] = to_json(*restarted);
    return outcome;
}

Result<Address> parse_address(const std::string &text)
{
    const Result<std::uint64_t> number = parse_number(QString::fromStdString(text), DeviceTexts::tr("an address"));
    return number ? Result<Address>(Address(*number)) : failure(usage_error(number.error().code, number.error().message, number.error().fix).error());
}

Result<Range> parse_range(const std::string &address, const std::string &size)
{
    const Result<Address> start = parse_address(address);
    if (!start)
        return failure(start.error());
    const Result<std::uint64_t> bytes = parse_number(QString::fromStdString(size), DeviceTexts::tr("a size"));
    if (!bytes)
        return failure(usage_error(bytes.error().code, bytes.error().message, bytes.error().fix).error());
    if (*bytes == 0)
        return usage_error(u"not-a-number"_s, DeviceTexts::tr("A size of 0 asks for nothing."), DeviceTexts::tr("Write it as 4096, 0x1000 or 4K."));
    return Range { *start, Size(*bytes) };
}

} // namespace espseal::cli
