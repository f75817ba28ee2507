// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/e2e/program.h"

using namespace Qt::StringLiterals;

class DemoTest final : public QObject {
    Q_OBJECT

private:
    static QStringList names(const QJsonObject &session)
    {
        QStringList list;
        for (const auto &step : session["steps"_L1].toArray())
            list << step.toObject()["name"_L1].toString();
        return list;
    }

private Q_SLOTS:
    void does_the_whole_job()
    {
        const Ran demo = run({ u"demo"_s, u"--json"_s });
        QVERIFY2(demo.status == 0, (demo.err + demo.out).constData());
        const QJsonObject json = demo.json();
        QVERIFY(json["ok"_L1].toBool());
        const QStringList good = names(json["handshake"_L1]["session"_L1].toObject());
        for (const QString &message : { u"ClientHello"_s, u"ServerHello"_s, u"Certificate"_s, u"CertificateVerify"_s, u"Finished"_s })
            QVERIFY2(good.contains(message), qPrintable(good.join(u' ')));
        const QJsonArray findings = json["wrong_sector"_L1]["findings"_L1].toArray();
        QVERIFY(!findings.isEmpty());
        const QString message = findings[0]["message"_L1].toString();
        QVERIFY2(message.contains("no certificate at 0x07C000: the sector is erased; the plan put it at 0x07A000"_L1)
                || message.contains("no certificate at 0x7C000: the sector is erased; the plan put it at 0x7A000"_L1),
            qPrintable(message));
    }

    void prints_it_for_people()
    {
        const Ran demo = run({ u"demo"_s });
        QVERIFY2(demo.status == 0, (demo.err + demo.out).constData());
        for (const char *part : { "Certificates", "Flash plan", "Connect", "Restart", "ClientHello", "Finished", "diagnosis:", "fix:" })
            QVERIFY2(demo.out.contains(part), (QByteArray(part) + demo.out).constData());
    }

    void keeps_its_files_when_asked()
    {
        const QTemporaryDir folder;
        const Ran demo = run({ u"demo"_s, u"--keep"_s, folder.filePath(u"kept"_s) });
        QVERIFY2(demo.status == 0, (demo.err + demo.out).constData());
        const QDir kept(folder.filePath(u"kept"_s));
        for (const QString &name : { u"ca.crt"_s, u"identity.crt"_s, u"identity.key"_s, u"plan.json"_s, u"flash.bin"_s, u"handshakes.espsealrec"_s })
            QVERIFY2(QFileInfo(kept.filePath(name)).size() > 0, qPrintable(name));
        QVERIFY(!(QFileInfo(kept.filePath(u"identity.key"_s)).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(!demo.out.contains("PRIVATE KEY") && !demo.err.contains("PRIVATE KEY"));
        // What it kept is input for the other commands.
        QCOMPARE(run({ u"flash"_s, u"check"_s, kept.filePath(u"plan.json"_s) }).status, 0);
        const Ran replay = run({ u"monitor"_s, u"replay"_s, kept.filePath(u"handshakes.espsealrec"_s) });
        QVERIFY2(replay.out.contains("ClientHello"), (replay.out + replay.err).constData());
    }
};

QTEST_GUILESS_MAIN(DemoTest)
#include "tst_demo.moc"
