// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/command_line.h"

#include <CLI/CLI.hpp>

namespace espseal::device {
namespace {

constexpr int usage_error = 2;

template <typename Value> CLI::Validator names(std::map<std::string, Value> values)
{
    return CLI::CheckedTransformer(std::move(values));
}

void add_device(CLI::App &app, Options &options)
{
    app.add_option("--flash", options.flash, "File with the flash's content; made with factory content if missing (default: memory only)")->option_text("FILE");
    app.add_option_function<std::string>(
           "--flash-size",
           [&options](const std::string &text) {
               options.flash_size = parse_flash_size(text);
               if (!options.flash_size)
                   throw CLI::ValidationError("'" + text + "' is no flash size; choose 512KB, 1MB, 2MB, 4MB, 8MB or 16MB.");
           },
           "512KB, 1MB, 2MB, 4MB, 8MB or 16MB (default: that of the file, or 4MB)")
        ->option_text("SIZE");
    app.add_option_function<std::string>(
           "--mac",
           [&options](const std::string &text) {
               const auto mac = parse_mac(text);
               if (!mac)
                   throw CLI::ValidationError("'" + text + "' is no station MAC; write it like 5C:CF:7F:00:00:17.");
               options.mac = *mac;
           },
           "Station MAC in the eFuses (default 5C:CF:7F:00:00:17)")
        ->option_text("MAC");
    app.add_option_function<std::vector<std::string>>(
           "--fault",
           [&options](const std::vector<std::string> &specs) {
               for (const std::string &spec : specs) {
                   if (auto set = options.faults.set(spec); !set)
                       throw CLI::ValidationError(set.error());
               }
           },
           "Something that is wrong with the device, repeatable; see below")
        ->allow_extra_args(false)
        ->option_text("NAME[=VALUE]");
}

void add_behaviour(CLI::App &app, Options &options)
{
    app.add_option("--line-rate", options.line_rate, "real: bytes and flash take their time; fast: they take none (default)")
        ->transform(names<LineRate>({ { "real", LineRate::Real }, { "fast", LineRate::Fast } }))
        ->option_text("real|fast");
    app.add_option("--wrong-speed", options.wrong_speed, "What a host hears that listens at another speed: nothing (default) or garbage")
        ->transform(names<WrongSpeed>({ { "nothing", WrongSpeed::Nothing }, { "garbage", WrongSpeed::Garbage } }))
        ->option_text("nothing|garbage");
    app.add_flag("--keep-first-sync", options.keep_first_sync, "The ROM's speed measurement does not swallow the first SYNC");
    app.add_flag("--download", options.start_in_loader, "Start in the ROM loader, as if GPIO0 were held low at power-on");
    app.add_flag("--exit-with-stdin", options.exit_with_stdin, "End when stdin ends");
}

} // namespace

std::optional<CommandLine> parse_command_line(int argc, char **argv, int &status)
{
    CommandLine line;
    std::string link;
    uint16_t tcp_port = 0;
    CLI::App app("An ESP8266 without hardware: mask-ROM serial loader, SPI NOR flash, and the bundled runtime that boots from it.\n"
                 "Without --pty and --rfc2217 it has both.");
    const auto *pty = app.add_option("--pty", link, "Serial port as a pseudo-terminal, with a link of this name to it ('-': no link)")->option_text("LINK");
    const auto *rfc2217 = app.add_option("--rfc2217", tcp_port, "Serial port over TCP (RFC 2217) on 127.0.0.1; 0: any free port")->option_text("PORT");
    add_device(app, line.options);
    add_behaviour(app, line.options);
    app.add_option("--write-factory-images", line.factory_images, "Write boot.bin, user1 and the other factory images into this folder, and end")
        ->option_text("DIR");
    app.footer("Over RFC 2217, DTR and RTS reach EN and GPIO0 by the usual two-transistor circuit. A pseudo-terminal has no such lines:\n"
               "there a SYNC request resets the chip into its loader. FLASH_END leaves it again.\n\nFaults:\n"
        + fault_help() + "\nControl lines on stdin, each answered with a JSON line: fault NAME[=VALUE], clear NAME, reset, download, unplug, status");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        status = app.exit(error) == 0 ? 0 : usage_error;
        return std::nullopt;
    }
    const bool neither = pty->count() == 0 && rfc2217->count() == 0;
    if (pty->count() != 0 || neither)
        line.options.pty = link == "-" ? std::string() : link;
    if (rfc2217->count() != 0 || neither)
        line.options.rfc2217 = tcp_port;
    return line;
}

} // namespace espseal::device
