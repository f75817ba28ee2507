// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/control.h"
#include "firmware/virtual/factory.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <sys/signalfd.h>

namespace {

using namespace espseal::device;

enum Exit { ok = 0, failed = 1, usage = 2, bad_input = 3 };

int complain(const std::string &sentence, Exit code)
{
    std::fprintf(stderr, "espseal-virtual-device: %s\n", sentence.c_str());
    return code;
}

// SIGTERM and SIGINT end the loop instead of the process, so that the link and the application go too.
Descriptor end_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return Descriptor(signalfd(-1, &signals, SFD_CLOEXEC));
}

int run(Machine &machine, const Options &options)
{
    const Descriptor signals = end_signals();
    Control control(machine);
    machine.power_on(options.start_in_loader);
    std::printf("%s\n", machine.ready_line().c_str());
    std::fflush(stdout);
    for (bool going = true; going && !(options.exit_with_stdin && control.ended());) {
        PollSet set;
        set.watch(signals.get(), POLLIN, [&going](short) { going = false; });
        control.watch(set);
        machine.watch(set);
        if (!set.run())
            return complain("The event loop failed.", failed);
        machine.advance(Clock::now());
    }
    return ok;
}

int write_factory_images(const std::string &folder, uint32_t flash_size)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return complain("Cannot make the folder " + folder + ": " + error.message() + ".", bad_input);
    for (const FactoryImage &image : factory_images(flash_size)) {
        if (auto written = write_whole(folder + "/" + image.file, image.content); !written)
            return complain(written.error(), bad_input);
        std::printf("0x%05x %s\n", image.address, image.file.c_str());
    }
    return ok;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    std::string flash_size, mac, images;
    std::vector<std::string> faults;
    uint16_t tcp_port = 0;
    std::string link;
    CLI::App app("An ESP8266 without hardware: mask-ROM serial loader, SPI NOR flash, and the bundled runtime that boots from it.");
    auto *pty = app.add_option("--pty", link, "Serial port as a pseudo-terminal, with a link of this name to it ('-': no link)");
    auto *rfc2217 = app.add_option("--rfc2217", tcp_port, "Serial port over TCP (RFC 2217) on 127.0.0.1; 0: any free port");
    app.add_option("--flash", options.flash, "File with the flash's content; made with factory content if missing (default: memory only)");
    app.add_option("--flash-size", flash_size, "512KB, 1MB, 2MB, 4MB, 8MB or 16MB (default: that of the file, or 4MB)");
    app.add_option("--mac", mac, "Station MAC in the eFuses (default 5C:CF:7F:00:00:17)");
    app.add_option("--line-rate", options.line_rate, "real: bytes and flash take their time; fast: they take none (default)")
        ->transform(CLI::CheckedTransformer(std::map<std::string, LineRate> { { "real", LineRate::Real }, { "fast", LineRate::Fast } }));
    app.add_option("--wrong-speed", options.wrong_speed, "What a host hears that listens at another speed: nothing (default) or garbage")
        ->transform(CLI::CheckedTransformer(std::map<std::string, WrongSpeed> { { "nothing", WrongSpeed::Nothing }, { "garbage", WrongSpeed::Garbage } }));
    app.add_flag("--keep-first-sync", options.keep_first_sync, "The ROM's speed measurement does not swallow the first SYNC");
    app.add_flag("--download", options.start_in_loader, "Start in the ROM loader, as if GPIO0 were held low at power-on");
    app.add_flag("--exit-with-stdin", options.exit_with_stdin, "End when stdin ends");
    app.add_option("--fault", faults, "NAME[=VALUE], repeatable; see below")->allow_extra_args(false);
    app.add_option("--write-factory-images", images, "Write boot.bin, user1 and the other factory images into this folder, and end");
    app.footer("Faults:\n" + fault_help()
        + "\nControl lines on stdin, each answered with a JSON line: fault NAME[=VALUE], clear NAME, reset, download, unplug, status");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? ok : usage;
    }

    if (!flash_size.empty() && !(options.flash_size = parse_flash_size(flash_size)))
        return complain("'" + flash_size + "' is no flash size; choose 512KB, 1MB, 2MB, 4MB, 8MB or 16MB.", usage);
    if (!images.empty())
        return write_factory_images(images, options.flash_size.value_or(4 << 20));
    if (!mac.empty()) {
        const auto parsed = parse_mac(mac);
        if (!parsed)
            return complain("'" + mac + "' is no station MAC; write it like 5C:CF:7F:00:00:17.", usage);
        options.mac = *parsed;
    }
    for (const std::string &fault : faults) {
        if (auto set = options.faults.set(fault); !set)
            return complain(set.error(), usage);
    }
    const bool neither = pty->count() == 0 && rfc2217->count() == 0;
    if (pty->count() != 0 || neither)
        options.pty = link == "-" ? std::string() : link;
    if (rfc2217->count() != 0 || neither)
        options.rfc2217 = tcp_port;
    auto machine = Machine::make(options);
    if (!machine)
        return complain(machine.error(), bad_input);
    return run(**machine, options);
}
