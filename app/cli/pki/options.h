// SPDX-License-Identifier: Apache-2.0
// Options that several commands have.
#pragma once

#include <CLI/CLI.hpp>

#include <QString>

#include "core/pki/credential_blob.h"
#include "core/pki/judge.h"
#include "core/pki/staged_folder.h"

#include <map>
#include <string>

namespace espseal::cli {

[[nodiscard]] inline QString to_qt(const std::string &text)
{
    return QString::fromStdString(text);
}

[[nodiscard]] inline QStringList to_qt(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list << QString::fromStdString(text);
    return list;
}

// `take` gets the option's value. CLI11's add_option_function does the same through one more function object, behind which
// clang-tidy sees a leak.
template <class Take> CLI::Option *add_taken(CLI::App &app, const std::string &name, Take take, const std::string &help)
{
    const auto callback = [take = std::move(take)](const CLI::results_t &values) {
        take(values.front());
        return true;
    };
    return app.add_option(name, callback, help)->type_name("TEXT");
}

// One of named values.
template <class T> CLI::Option *add_choice(CLI::App &app, const std::string &name, T &value, const std::map<std::string, T> &choices, const std::string &help)
{
    std::vector<std::string> names;
    std::string text;
    for (const auto &[choice, meaning] : choices) {
        names.push_back(choice);
        text += (text.empty() ? "" : "|") + choice;
    }
    const auto choose = [&value, choices](const std::string &chosen) { value = choices.at(chosen); };
    return add_taken(app, name, choose, help)->check(CLI::IsMember(names))->option_text(text);
}

inline void add_payload(CLI::App &app, pki::PayloadFormat &payload)
{
    add_choice<pki::PayloadFormat>(app, "--payload", payload, { { "pem", pki::PayloadFormat::pem }, { "der", pki::PayloadFormat::der } },
        "Form of the contents: pem as SDK 3.x writes it (default), der is smaller");
}

inline CLI::Option *add_device(CLI::App &app, pki::DeviceProfile &device)
{
    const auto choose = [&device](const std::string &text) {
        const auto profile = pki::parse_device_profile(to_qt(text));
        if (!profile)
            throw CLI::ValidationError("--device", profile.error().sentence().toStdString());
        device = *profile;
    };
    return add_taken(
        app, "--device", choose, "The device's firmware: what must fit (default runtime). SDK builds with their version, another TLS buffer behind @")
        ->option_text("runtime|mbedtls[:3.0.1]|axtls[:2.2.1][@4096]");
}

inline void add_replace(CLI::App &app, bool &replace)
{
    app.add_flag("--replace", replace, "Replace files that are already there");
}

[[nodiscard]] inline pki::Overwrite overwrite(bool replace)
{
    return replace ? pki::Overwrite::yes : pki::Overwrite::no;
}

} // namespace espseal::cli
