// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/command_line.h"
#include "firmware/virtual/control.h"
#include "firmware/virtual/factory.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/signalfd.h>

namespace {

using namespace espseal::device;

enum Exit { ok = 0, failed = 1, bad_input = 3 };

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

// A daemon may start us without standard streams; their numbers must not go to something else.
void fill_standard_streams()
{
    while (true) {
        const int fd = open("/dev/null", O_RDWR);
        if (fd < 0 || fd > STDERR_FILENO) {
            close(fd);
            return;
        }
    }
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
    fill_standard_streams();
    int status = ok;
    const auto line = parse_command_line(argc, argv, status);
    if (!line)
        return status;
    if (!line->factory_images.empty())
        return write_factory_images(line->factory_images, line->options.flash_size.value_or(4 << 20));
    auto machine = Machine::make(line->options);
    if (!machine)
        return complain(machine.error(), bad_input);
    return run(**machine, line->options);
}
