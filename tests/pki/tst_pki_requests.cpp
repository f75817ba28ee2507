// SPDX-License-Identifier: Apache-2.0
// Certificate requests, made by the openssl program and by us.
#include <QTest>

#include "core/pki/request.h"
#include "core/pki/subject_key.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

// As somebody else's tool makes it.
QByteArray foreign_request(
    const QString &subject, const QStringList &extensions, const QStringList &key = { u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s })
{
    const QTemporaryDir folder;
    QStringList arguments { u"req"_s, u"-new"_s, u"-noenc"_s, u"-keyout"_s, u"key.pem"_s, u"-utf8"_s, u"-subj"_s, subject };
    arguments << key;
    for (const QString &extension : extensions)
        arguments << u"-addext"_s << extension;
    const Run made = openssl(arguments, folder.path());
    if (made.status != 0)
        qFatal("%s", made.err.constData());
    return made.out;
}

} // namespace

class RequestsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_what_openssl_makes_data()
    {
        QTest::addColumn<QStringList>("key");
        QTest::addColumn<QString>("kind");
        QTest::newRow("EC") << QStringList { u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-384"_s } << u"P-384"_s;
        QTest::newRow("RSA") << QStringList { u"-newkey"_s, u"rsa:2048"_s } << u"RSA-2048"_s;
        QTest::newRow("RSA-512") << QStringList { u"-newkey"_s, u"rsa:512"_s } << u"RSA-512"_s;
    }
    void reads_what_openssl_makes()
    {
        QFETCH(const QStringList, key);
        QFETCH(const QString, kind);
        const QByteArray pem = foreign_request(
            u"/O=Grün & Söhne/CN=esp-1"_s, { u"subjectAltName=DNS:esp.local,IP:10.0.0.7,email:a@b.example"_s, u"keyUsage=keyCertSign"_s }, key);
        const auto read = read_requests(bytes(pem), u"x"_s);
        QVERIFY(read);
        QCOMPARE(read->size(), 1);
        const CertificateRequest request = read->first();
        QCOMPARE(request.subject(), u"O = Grün & Söhne, CN = esp-1"_s);
        QCOMPARE(request.common_name(), u"esp-1"_s);
        QCOMPARE(request.key().name, kind);
        QVERIFY(request.verifies());
        QVERIFY(SubjectKey::of(request));
        QStringList names;
        for (const AltName &name : request.alt_names())
            names << to_string(name);
        QCOMPARE(names, (QStringList { u"DNS:esp.local"_s, u"IP:10.0.0.7"_s, u"email:a@b.example"_s }));
        QVERIFY(request.extensions().contains(u"X509v3 Key Usage"_s));
        QCOMPARE(request.pem(), pem);
        QCOMPARE(read_requests(bytes(request.der()), u"x"_s)->first(), request);
        QCOMPARE(request.id().size(), 64);
    }

    void several_in_one_file()
    {
        const QByteArray pem = foreign_request(u"/CN=a"_s, {}) + "words between\n" + foreign_request(u"/CN=b"_s, {});
        const auto read = read_requests(bytes(pem), u"x"_s);
        QVERIFY(read);
        QCOMPARE(read->size(), 2);
        QCOMPARE(read->last().display_name(), u"b"_s);
    }

    void no_flipped_bit_passes_for_signed()
    {
        const QByteArray der = read_requests(bytes(foreign_request(u"/CN=esp"_s, { u"subjectAltName=DNS:esp.local"_s })), u"x"_s)->first().der();
        int read_back = 0;
        for (qsizetype bit = 0; bit < der.size() * 8; ++bit) {
            QByteArray flipped = der;
            flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
            if (const auto read = read_requests(bytes(flipped), u"x"_s)) {
                ++read_back;
                QVERIFY2(!read->first().verifies() || read->first().der() == der, qPrintable(QString::number(bit)));
            }
        }
        QVERIFY(read_back > 0);
    }

    void damaged_input_is_an_error_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("code");
        const QByteArray pem = foreign_request(u"/CN=esp"_s, {});
        QTest::newRow("nothing") << QByteArray() << u"no-request"_s;
        QTest::newRow("text") << QByteArray("hello") << u"no-request"_s;
        QTest::newRow("a certificate") << ca(u"ec:p256"_s).certificate().pem() << u"no-request"_s;
        QTest::newRow("PEM cut off") << pem.chopped(50) << u"request-damaged"_s;
        QTest::newRow("PEM changed") << QByteArray(pem).replace(60, 4, "!!!!") << u"request-damaged"_s;
        QTest::newRow("DER of something else") << QByteArray("\x30\x03\x02\x01\x01", 5) << u"request-damaged"_s;
    }
    void damaged_input_is_an_error()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, code);
        const auto read = read_requests(bytes(content), u"x"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(exit_status(read.error()), 3);
    }
};

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_pki_requests.moc"
