// SPDX-License-Identifier: Apache-2.0
#include "core/provision/device_key.h"

#include <QCoreApplication>

#include "core/wire/agent_settings.h"

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::provision", source);
}

QString place_of(const wire::KeyRefused &refused)
{
    return refused.sector == wire::no_sector ? QString() : to_string(Address(SectorIndex(refused.sector)));
}

} // namespace

Error device_key_refusal(const wire::KeyRefused &refused)
{
    using enum wire::KeyRefusal;
    const QString detail = QString::fromUtf8(refused.what.data, static_cast<qsizetype>(refused.what.size));
    const QString place = place_of(refused);
    const auto error = [&](const QString &code, const QString &message, const QString &fix, ErrorKind kind = ErrorKind::failed) {
        return Error { kind, code, message, fix, detail };
    };
    switch (refused.reason) {
    case unknown:
        break;
    case sector_unnamed:
        return error(u"device-key-no-sector"_s, text("The device's settings name no sector for its certificate and key."),
            text("Write a plan with an identity region and agent settings to it first: espseal provision."));
    case sector_unfit:
        return error(u"device-key-sector"_s, text("The device's settings put its certificate and key at %1, where they must not be written.").arg(place),
            text("Correct the plan (espseal flash check) and write it again."));
    case identity_exists:
        return error(u"device-key-exists"_s, text("The device has a certificate and key already (at %1).").arg(place),
            text("With --replace it makes a new key; the old one stays in use until the new certificate is delivered."));
    case other_key_pending:
        return error(u"device-key-other-pending"_s, text("On the device, a key of another kind waits for its certificate."),
            text("Ask for that kind of key, or give it up with --replace."));
    case foreign_content:
        return error(u"device-key-foreign"_s, text("At %1 the device found something that is no certificate and key.").arg(place),
            text("If it is not needed, let the device erase it with --erase-first."));
    case no_room:
        return error(u"device-key-no-room"_s, text("The device's sector at %1 has no room for it beside what is there.").arg(place),
            text("Use a shorter chain or an EC key; or let --erase-first delete what is there, and the device has no identity until the new certificate is "
                 "delivered."));
    case no_random:
        return error(u"device-key-random"_s, text("The device has no good randomness: its random number generator is gone or stuck."),
            text("Do not use this device for keys; on the ESP8266 the radio must be on for good random numbers."));
    case no_memory:
        return error(u"device-key-busy"_s, text("The device's TLS connections take the memory that it needs for this."), text("Close them and try again."));
    case flash_failed:
        return error(u"device-key-flash"_s, text("The device's flash does not keep what is written at %1.").arg(place),
            text("Check the board's power supply and try again; if it happens again, the flash is worn out or write-protected."));
    case bad_wish:
        return error(u"device-key-wish"_s, text("The device does not make such a key, or does not take this name."),
            text("Use ec:p256 or rsa:2048, and a common name of 1 to 64 characters."), ErrorKind::usage);
    case no_pending_key:
        return error(u"device-key-none-pending"_s, text("The device has no key that waits for a certificate."),
            text("Ask it for one first: espseal device request-key."));
    case bad_certificate:
        return error(u"device-key-bad-certificate"_s, text("The device cannot read the certificate."),
            text("It takes up to four certificates with RSA or EC keys, the device's own first."), ErrorKind::bad_input);
    case wrong_certificate:
        return error(u"device-key-mismatch"_s, text("The certificate belongs to another key than the one that the device made."),
            text("Give the certificate that was made for this device's own request."), ErrorKind::bad_input);
    case damaged:
        return error(u"device-key-damaged"_s, text("The certificate came damaged to the device."), text("Use a shorter cable and try again."));
    }
    return error(u"device-key-refused"_s, text("The device refuses this."), text("Update espseal: the device's firmware may be newer."));
}

} // namespace espseal::provision
