// SPDX-License-Identifier: Apache-2.0
#include "tests/pki/device_cases.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace espseal::pki::test {

namespace {

const QString ok = u"0"_s;

template <class Change> Forgery changed(Forgery forgery, Change change)
{
    change(forgery);
    return forgery;
}

// RSA-2048 everywhere; keys 1 root, 2 leaf, 3 and up intermediates.
struct House {
    Identity root = forged(a_ca("Root"));
    Identity middle = forged(changed(a_ca("Middle"), [](Forgery &f) { f.key_number = 3; }), root);
    Identity leaf = forged(a_leaf(), root);
    Identity below = forged(a_leaf(), middle);
    QByteArray sector = sector_of({ root.certificate() });
};

template <class Change> QList<Certificate> leaf_with(const House &house, Change change)
{
    return { forged(changed(a_leaf(), change), house.root).certificate() };
}

QList<DeviceCase> good_ones(const House &house)
{
    const Certificate leaf = house.leaf.certificate();
    const Answers all { ok, ok, ok, ok };
    return {
        { u"leaf of the CA"_s, { leaf }, house.sector, all },
        { u"CA as DER"_s, { leaf }, sector_of({ house.root.certificate() }, PayloadFormat::der), all },
        { u"root sent along"_s, { leaf, house.root.certificate() }, house.sector, all },
        { u"with its intermediate"_s, { house.below.certificate(), house.middle.certificate() }, house.sector, all },
        { u"intermediate in the sector"_s, { house.below.certificate() }, sector_of({ house.middle.certificate() }), all },
        { u"erased flash behind"_s, { leaf }, house.sector + QByteArray(4096 - house.sector.size(), '\xFF'), all },
        { u"its name"_s, { leaf }, house.sector, all, AltName { AltName::Kind::dns, u"esp.local"_s } },
    };
}

QList<DeviceCase> sectors(const House &house)
{
    const Certificate leaf = house.leaf.certificate();
    const Certificate other = forged(changed(a_ca("Other"), [](Forgery &f) { f.key_number = 4; })).certificate();
    const QByteArray root_pem = house.root.certificate().pem();
    const QByteArray broken = QByteArray("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    const QString no_ca = u"CA"_s;
    const QString load = u"Please load authenticate certificate"_s;
    const QStringList erased { u"ca-sector-erased"_s, u"ca-sector-erased"_s, u"ca-sector-erased"_s };
    const QStringList unreadable { u"ca-sector-unreadable"_s, u"ca-sector-unreadable"_s, u"ca-sector-unreadable"_s };
    const QStringList unknown { u"chain-unknown-ca"_s, u"chain-unknown-ca"_s, u"chain-unknown-ca"_s };
    return {
        { u"erased"_s, { leaf }, QByteArray(8192, '\xFF'), { no_ca, u"-0x7f00"_s, u"-0x7f00"_s, load }, {}, QDateTime::currentDateTimeUtc(), erased },
        { u"nothing there"_s, { leaf }, {}, { no_ca, u"-0x7f00"_s, u"-0x7f00"_s, load }, {}, QDateTime::currentDateTimeUtc(), erased },
        { u"zeros"_s, { leaf }, QByteArray(4096, '\0'), { no_ca, u"-0x7f00"_s, u"-0x7f00"_s, load }, {}, QDateTime::currentDateTimeUtc(), unreadable },
        { u"no certificate in it"_s, { leaf }, sector_with("hello"), { no_ca, u"-0x7f00"_s, u"-0x7f00"_s, load }, {}, QDateTime::currentDateTimeUtc(),
            unreadable },
        { u"another CA"_s, { leaf }, sector_of({ other }), { u"62"_s, u"-0x2700"_s, u"-0x2700"_s, u"-514"_s }, {}, QDateTime::currentDateTimeUtc(), unknown },
        { u"second entry"_s, { leaf }, sector_of({ other, house.root.certificate() }), { ok, u"-0x2700"_s, u"-0x2700"_s, ok }, {},
            QDateTime::currentDateTimeUtc(), { {}, u"chain-unknown-ca"_s, {} } },
        { u"second of a bundle"_s, { leaf }, sector_with(other.pem() + root_pem), { ok, ok, ok, ok } },
        { u"second of two DER"_s, { leaf }, sector_with(other.der() + house.root.certificate().der()), { ok, u"-0x2700"_s, u"-0x2700"_s, u"-514"_s }, {},
            QDateTime::currentDateTimeUtc(), { {}, u"chain-unknown-ca"_s, u"chain-unknown-ca"_s } },
        { u"a broken one in the bundle"_s, { leaf }, sector_with(root_pem + broken), { no_ca, u"-0x7680"_s, u"-0x7680"_s, load }, {},
            QDateTime::currentDateTimeUtc(), { u"ca-sector-unreadable"_s, u"ca-partly-read"_s, u"ca-sector-unreadable"_s } },
        { u"the leaf itself"_s, { leaf }, sector_of({ leaf }), { ok, u"-0x2700"_s, u"-0x2700"_s, u"-514"_s }, {}, QDateTime::currentDateTimeUtc(),
            { {}, u"chain-unknown-ca"_s, u"chain-unknown-ca"_s } },
    };
}

QList<DeviceCase> times_and_names(const House &house)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto expired = leaf_with(house, [&](Forgery &f) {
        f.not_after = now.addDays(-2);
        f.not_before = now.addDays(-20);
    });
    const auto early = leaf_with(house, [&](Forgery &f) { f.not_before = now.addDays(5); });
    const auto far = leaf_with(house, [](Forgery &f) { f.not_after = QDateTime(QDate(2040, 1, 1), QTime(0, 0), QTimeZone::UTC); });
    const auto addressed = leaf_with(house, [](Forgery &f) { f.extensions.last().second = "IP:192.168.4.1"; });
    const auto only_cn = leaf_with(house, [](Forgery &f) {
        f.subject = { { u"CN"_s, "192.168.4.1" } };
        f.extensions.removeLast();
    });
    const AltName address { AltName::Kind::ip, u"192.168.4.1"_s };
    const Answers all { ok, ok, ok, ok };
    return {
        { u"expired"_s, expired, house.sector, { u"54"_s, ok, ok, u"-517"_s }, {}, now, { u"expired"_s, u"date-not-checked"_s, u"expired"_s } },
        { u"not yet valid"_s, early, house.sector, { u"54"_s, ok, ok, u"-516"_s }, {}, now, { u"not-yet-valid"_s, u"date-not-checked"_s, u"not-yet-valid"_s } },
        { u"past 2038"_s, far, house.sector, { ok, ok, ok, u"-517"_s }, {}, now, { {}, {}, u"date-past-2038"_s } },
        { u"no clock"_s, { house.leaf.certificate() }, house.sector, { u"54"_s, ok, ok, u"please start sntp first !"_s }, {}, std::nullopt,
            { u"clock-unknown"_s, {}, u"clock-unknown"_s } },
        { u"another name"_s, { house.leaf.certificate() }, house.sector, { u"56"_s, ok, ok, ok }, AltName { AltName::Kind::dns, u"other.local"_s }, now,
            { u"name-mismatch"_s, u"name-not-checked"_s, u"name-not-checked"_s } },
        { u"its address"_s, addressed, house.sector, all, address },
        { u"its address as common name"_s, only_cn, house.sector, all, address },
        { u"another address"_s, addressed, house.sector, { u"56"_s, ok, ok, ok }, AltName { AltName::Kind::ip, u"192.168.4.2"_s }, now,
            { u"name-mismatch"_s, u"name-not-checked"_s, u"name-not-checked"_s } },
        { u"for clients only"_s, leaf_with(house, [](Forgery &f) { f.extensions << std::pair { QByteArray("extendedKeyUsage"), QByteArray("clientAuth") }; }),
            house.sector, all, {}, now, { {}, u"purpose-not-checked"_s, u"purpose-not-checked"_s } },
        { u"key may not sign"_s,
            leaf_with(house, [](Forgery &f) { f.extensions << std::pair { QByteArray("keyUsage"), QByteArray("critical,keyEncipherment") }; }), house.sector,
            { u"28"_s, ok, ok, ok }, {}, now, { u"wrong-purpose"_s, {}, {} } },
    };
}

QList<DeviceCase> algorithms(const House &house)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const Identity small = forged(changed(a_ca("Small"), [](Forgery &f) { f.key = u"rsa:1024"_s; }));
    const Identity tiny = forged(changed(a_ca("Tiny"), [](Forgery &f) { f.key = u"rsa:512"_s; }));
    const Identity curve = forged(changed(a_ca("Curve"), [](Forgery &f) { f.key = u"ec:p256"_s; }));
    const auto ec_leaf = leaf_with(house, [](Forgery &f) { f.key = u"ec:p256"_s; });
    return {
        { u"SHA-1"_s, leaf_with(house, [](Forgery &f) { f.digest = "SHA1"; }), house.sector, { ok, ok, ok, ok } },
        { u"SHA-384"_s, leaf_with(house, [](Forgery &f) { f.digest = "SHA384"; }), house.sector, { ok, ok, ok, ok } },
        { u"MD5"_s, leaf_with(house, [](Forgery &f) { f.digest = "MD5"; }), house.sector, { u"49"_s, u"-0x2700"_s, u"-0x2700"_s, ok }, {}, now,
            { u"digest-unsupported"_s, u"digest-unsupported"_s, {} } },
        { u"SHA-224"_s, leaf_with(house, [](Forgery &f) { f.digest = "SHA224"; }), house.sector, { ok, ok, ok, u"-515"_s }, {}, now,
            { {}, {}, u"digest-unsupported"_s } },
        { u"RSA-1024 leaf"_s, leaf_with(house, [](Forgery &f) { f.key = u"rsa:1024"_s; }), house.sector, { ok, u"-0x2700"_s, ok, ok }, {}, now,
            { {}, u"key-too-weak"_s, {} } },
        { u"RSA-1024 CA"_s, { forged(a_leaf(), small).certificate() }, sector_of({ small.certificate() }), { ok, u"-0x2700"_s, ok, ok }, {}, now,
            { {}, u"key-too-weak"_s, {} } },
        { u"RSA-512 CA"_s, { forged(changed(a_leaf(), [](Forgery &f) { f.digest = "SHA1"; }), tiny).certificate() }, sector_of({ tiny.certificate() }),
            { ok, u"-0x2700"_s, ok, ok }, {}, now, { {}, u"key-too-weak"_s, {} } },
        { u"RSA-512 leaf"_s, leaf_with(house, [](Forgery &f) { f.key = u"rsa:512"_s; }), house.sector, { u"60"_s, u"-0x2700"_s, ok, ok }, {}, now,
            { u"key-too-weak"_s, u"key-too-weak"_s, {} } },
        { u"EC leaf"_s, ec_leaf, house.sector, { ok, u"-0x7780"_s, u"-0x7780"_s, u"-40"_s }, {}, now, { {}, u"key-unsupported"_s, u"key-unsupported"_s } },
        { u"EC CA"_s, { forged(a_leaf(), curve).certificate() }, sector_of({ curve.certificate() }), { ok, u"-0x7f00"_s, u"-0x7f00"_s, u"-268"_s }, {}, now,
            { {}, u"ca-sector-unreadable"_s, u"certificate-unreadable"_s } },
        { u"RSA leaf of an EC intermediate"_s,
            [&] {
                const Identity middle = forged(changed(a_ca("EC middle"),
                                                   [](Forgery &f) {
                                                       f.key = u"ec:p256"_s;
                                                       f.key_number = 3;
                                                   }),
                    house.root);
                return QList { forged(a_leaf(), middle).certificate(), middle.certificate() };
            }(),
            house.sector, { ok, u"-0x262e"_s, u"-0x262e"_s, u"-268"_s }, {}, now, { {}, u"certificate-unreadable"_s, u"certificate-unreadable"_s } },
    };
}

QList<DeviceCase> chains(const House &house)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const Certificate below = house.below.certificate();
    const Certificate middle = house.middle.certificate();
    const Identity no_ca = forged(changed(a_leaf("No CA", ""), [](Forgery &f) { f.key_number = 3; }), house.root);
    const Identity v1_root = forged(changed(a_ca("Old", ""), [](Forgery &f) {
        f.version = 1;
        f.extensions.clear();
    }));
    const Identity not_ca_root = forged(a_ca("Flat", "critical,CA:FALSE"));
    const Identity limited = forged(a_ca("Limited", "critical,CA:TRUE,pathlen:0"));
    const Identity under_limited = forged(changed(a_ca("Under"), [](Forgery &f) { f.key_number = 3; }), limited);
    const Identity twin = forged(changed(a_ca("Root"), [](Forgery &f) { f.key_number = 5; }));
    Certificate forged_middle = forged(changed(a_ca("Middle"), [](Forgery &f) { f.key_number = 6; }), house.root).certificate();
    return {
        { u"no intermediate"_s, { below }, house.sector, { u"62"_s, u"-0x2700"_s, u"-0x2700"_s, u"-514"_s }, {}, now,
            { u"chain-unknown-ca"_s, u"chain-unknown-ca"_s, u"chain-unknown-ca"_s } },
        { u"out of order"_s, { below, house.root.certificate(), middle }, house.sector, { u"55"_s, ok, ok, u"-519"_s }, {}, now,
            { u"chain-order"_s, {}, u"chain-order"_s } },
        { u"a stranger behind"_s, { house.leaf.certificate(), middle }, house.sector, { ok, ok, ok, u"-519"_s }, {}, now, { {}, {}, u"chain-order"_s } },
        { u"intermediate that is no CA"_s, { forged(a_leaf(), no_ca).certificate(), no_ca.certificate() }, house.sector,
            { u"58"_s, u"-0x2700"_s, u"-0x2700"_s, ok }, {}, now, { u"chain-invalid-ca"_s, u"chain-unknown-ca"_s, {} } },
        { u"version 1 root"_s, { forged(a_leaf(), v1_root).certificate() }, sector_of({ v1_root.certificate() }), { ok, ok, ok, ok } },
        { u"CA:FALSE in the sector"_s, { forged(a_leaf(), not_ca_root).certificate() }, sector_with(not_ca_root.certificate().pem()),
            { u"62"_s, u"-0x2700"_s, u"-0x2700"_s, ok }, {}, now, { u"chain-unknown-ca"_s, u"chain-invalid-ca"_s, {} } },
        { u"path length exceeded at the root"_s, { forged(a_leaf(), under_limited).certificate(), under_limited.certificate() },
            sector_of({ limited.certificate() }), { ok, u"-0x2700"_s, u"-0x2700"_s, ok }, {}, now, { {}, u"chain-invalid-ca"_s, {} } },
        { u"a CA of the same name"_s, { house.leaf.certificate() }, sector_of({ twin.certificate() }), { u"62"_s, u"-0x2700"_s, u"-0x2700"_s, u"-515"_s }, {},
            now, { u"chain-unknown-ca"_s, u"bad-signature"_s, u"bad-signature"_s } },
        { u"an intermediate of the same name"_s, { below, forged_middle }, house.sector, { u"52"_s, u"-0x2700"_s, u"-0x2700"_s, u"-515"_s }, {}, now,
            { u"bad-signature"_s, u"bad-signature"_s, u"bad-signature"_s } },
        { u"a critical extension"_s,
            leaf_with(house, [](Forgery &f) { f.extensions << std::pair { QByteArray("1.2.3.4.5"), QByteArray("critical,ASN1:NULL") }; }), house.sector,
            { u"57"_s, u"-0x2562"_s, u"-0x2562"_s, ok }, {}, now, { u"critical-extension"_s, u"certificate-unreadable"_s, {} } },
        { u"no certificate"_s, {}, house.sector, { u"35"_s, u"-0x7a00"_s, u"-0x7a00"_s, u"-514"_s }, {}, now,
            { u"no-peer-certificate"_s, u"no-peer-certificate"_s, u"no-peer-certificate"_s } },
        { u"larger than the buffer"_s, leaf_with(house, [](Forgery &f) { f.extensions << std::pair { QByteArray("nsComment"), QByteArray(5300, 'x') }; }),
            house.sector, { ok, u"-0x7200"_s, u"-0x7200"_s, u"-261"_s }, {}, now, { {}, u"chain-too-large"_s, u"chain-too-large"_s } },
    };
}

} // namespace

QByteArray sector_of(const QList<Certificate> &cas, PayloadFormat format)
{
    QByteArray sector;
    for (const Certificate &ca : cas)
        sector += sector_with(format == PayloadFormat::pem ? ca.pem() : ca.der());
    return sector;
}

QByteArray sector_with(const QByteArray &payload, const QByteArray &name)
{
    QByteArray entry = name.leftJustified(wire::blob_name_size, '\0');
    entry += static_cast<char>(payload.size() & 0xFF);
    entry += static_cast<char>(payload.size() >> 8);
    return entry + payload;
}

QList<DeviceCase> device_cases()
{
    const House house;
    return good_ones(house) + sectors(house) + times_and_names(house) + algorithms(house) + chains(house);
}

} // namespace espseal::pki::test
