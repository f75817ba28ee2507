// SPDX-License-Identifier: Apache-2.0
// The power fails while the agent writes its own key or certificate, at every few bytes of everything that it writes.
#include "tests/firmware/key_desk.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;
using wire::KeyReplace;

class PowerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void old_or_pending_or_new_data();
    void old_or_pending_or_new();
    void twice_in_the_same_place();
};

namespace {

struct Scene {
    Board board;
    KeyDesk desk { board };
    Wish wish;
    Identity ca = make_ca(KeyKind::p256);
    QByteArray request;
    QByteArray certificate;

    explicit Scene(bool has_identity)
    {
        board.write_settings(Board::settings(wire::AgentRole::none));
        if (has_identity)
            board.write_flash(Board::identity_sector, old_blob());
        wish.replace = has_identity ? KeyReplace::when_complete : KeyReplace::no;
    }
    static QByteArray old_blob()
    {
        static const QByteArray blob = identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"old"_s), Encoding::der);
        return blob;
    }
    // The agent is up, and has looked after its sector.
    void boot()
    {
        board.boot();
        ++boots;
        QVERIFY(board.wait_until([this] { return board.console().count(u"nothing to do"_s) == boots; }));
    }
    int boots = 0;

    // As far as the power lets it.
    bool go()
    {
        request = desk.request(wish);
        if (request.isEmpty())
            return false;
        certificate = certified(request, ca, u"greenhouse-17"_s);
        return desk.deliver(certificate);
    }
    [[nodiscard]] QByteArray entry(const char *name) const { return entry_of(board.flash(Board::identity_sector), name); }
};

} // namespace

void PowerTest::old_or_pending_or_new_data()
{
    QTest::addColumn<bool>("has_identity");
    QTest::newRow("first key") << false;
    QTest::newRow("key for an identity that there is") << true;
}

void PowerTest::old_or_pending_or_new()
{
    QFETCH(bool, has_identity);
    constexpr uint32_t step = 7;
    int olds = 0, pendings = 0, news = 0;
    const QByteArray old_certificate = entry_of(Scene::old_blob(), "certificate");
    for (uint32_t bytes = 1;; bytes += step) {
        QVERIFY(bytes < 3000);
        Scene scene(has_identity);
        scene.board.fail_power_after(bytes);
        scene.boot();
        if (scene.go())
            break; // no more than that is written
        QVERIFY(scene.board.power_failed());
        const QByteArray request = scene.request;
        scene.board.reset();
        scene.board.fail_power_after(0);
        scene.boot();

        // What a reader finds now that the agent has looked after it.
        const QByteArray certificate = scene.entry("certificate");
        const QByteArray key = scene.entry("private_key");
        if (has_identity || !certificate.isEmpty())
            QVERIFY2(belong_together(certificate, key), qPrintable(QString::number(bytes)));
        const bool is_new = !certificate.isEmpty() && certificate == scene.certificate;
        (is_new ? news : certificate.isEmpty() ? pendings : olds) += 1;
        QVERIFY2(is_new || certificate.isEmpty() || certificate == old_certificate, qPrintable(QString::number(bytes)));

        // And it goes on from there: with the same key, if its request had been told.
        if (is_new) {
            QVERIFY(scene.desk.deliver(scene.certificate));
        } else {
            QVERIFY2(scene.go(), qPrintable(u"%1: refused with %2"_s.arg(bytes).arg(int(scene.desk.refusal()))));
            QVERIFY(request.isEmpty() || scene.request == request);
        }
        QCOMPARE(scene.entry("certificate"), scene.certificate);
        QVERIFY(belong_together(scene.certificate, scene.entry("private_key")));
        QVERIFY(!scene.board.flash(Board::identity_sector).contains(".new"));
    }
    QVERIFY(has_identity ? olds > 40 && news > 5 : pendings > 40);
    if (has_identity)
        QCOMPARE(pendings, 0);
}

// Each failure leaves something behind; what is left of the sector still takes a key.
void PowerTest::twice_in_the_same_place()
{
    for (const uint32_t bytes : { 1u, 2u, 40u, 130u, 150u, 170u, 300u }) {
        Scene scene(true);
        for (int failures = 0; failures < 2; ++failures) {
            scene.board.fail_power_after(bytes);
            scene.boot();
            QVERIFY(!scene.go());
            scene.board.reset();
        }
        scene.board.fail_power_after(0);
        scene.boot();
        QVERIFY2(scene.go(), qPrintable(u"%1: refused with %2"_s.arg(bytes).arg(int(scene.desk.refusal()))));
        QVERIFY(belong_together(scene.entry("certificate"), scene.entry("private_key")));
    }
}

QTEST_GUILESS_MAIN(PowerTest)
#include "tst_power.moc"
