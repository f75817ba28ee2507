// SPDX-License-Identifier: Apache-2.0
// Files looked at without a workspace.
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

#include "app/studio/examine/examine_window.h"
#include "app/studio/inspector/certificate_view.h"
#include "core/base/files.h"
#include "core/pki/export.h"
#include "core/provision/sample.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

namespace {

QString data_path(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name;
}

SecureBytes secret(QByteArray text)
{
    return SecureBytes::take(text);
}

QStringList lines(const QTreeWidget &tree)
{
    QStringList list;
    for (int i = 0; i < tree.topLevelItemCount(); ++i) {
        for (int j = 0; j < tree.topLevelItem(i)->childCount(); ++j)
            list.append(tree.topLevelItem(i)->child(j)->text(0));
    }
    return list;
}

} // namespace

class TestExamine final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shows_what_a_file_holds_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("subtitles"); // the ends of the lines
        QTest::newRow("certificate") << u"credentials/leaf.pem"_s << QStringList { u"server and client"_s };
        QTest::newRow("request") << u"credentials/leaf.csr"_s << QStringList { u"request for a certificate"_s };
        QTest::newRow("list") << u"credentials/ca.crl"_s << QStringList { u"revocation list"_s };
        QTest::newRow("key") << u"credentials/leaf.key"_s << QStringList { u"private key"_s };
        QTest::newRow("blob") << u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s << QStringList { u"CA"_s };
        QTest::newRow("no such thing") << u"flash/plans"_s << QStringList { u"cannot be read"_s };
    }
    void shows_what_a_file_holds()
    {
        QFETCH(const QString, file);
        QFETCH(const QStringList, subtitles);
        ExamineWindow window;
        QSignalSpy shown(&window, &ExamineWindow::shown);
        window.open({ data_path(file) });
        window.show();
        QVERIFY(shown.wait(60'000));
        const QStringList found = lines(*window.findChild<QTreeWidget *>());
        QCOMPARE(found.size(), subtitles.size());
        for (qsizetype i = 0; i < found.size(); ++i)
            QVERIFY2(found[i].endsWith(u", "_s + subtitles[i]), qPrintable(found[i]));
    }

    void a_password_opens_it_and_nothing_is_written()
    {
        const QTemporaryDir folder;
        const auto sample = provision::make_sample_credentials(u"greenhouse-17"_s, Job());
        QVERIFY(sample.has_value());
        const SecureBytes password = secret("pass word");
        const auto made = pki::export_credentials({ .certificates = { sample->device.certificate() }, .key = sample->device.key(), .requests = {}, .crls = {} },
            { .format = pki::ExportFormat::pkcs12, .password = &password });
        QVERIFY(made && write_file(folder.filePath(u"x.p12"_s), made->bytes.view(), FileMode::secret));
        ExamineWindow window;
        QSignalSpy shown(&window, &ExamineWindow::shown);
        window.open({ folder.filePath(u"x.p12"_s) });
        window.show();
        QVERIFY(shown.wait(60'000));
        auto *field = window.findChild<QLineEdit *>();
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, u"wrong"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(shown.wait(60'000));
        QVERIFY(field->isVisible() && field->text().isEmpty());
        QTest::keyClicks(field, u"pass word"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(shown.wait(60'000));
        QVERIFY(!field->isVisible());
        QCOMPARE(lines(*window.findChild<QTreeWidget *>()).size(), 2); // the certificate and its key
        auto *view = window.findChild<CertificateView *>();
        QVERIFY(view->isVisible());
        for (int tab = 0; tab < view->tabs().count(); ++tab)
            view->tabs().setCurrentIndex(tab);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"x.p12"_s));
    }

    void plans_are_told_from_credentials()
    {
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"plan"_s), " {\n"_ba).has_value());
        QVERIFY(is_plan(folder.filePath(u"plan"_s)) && is_plan(u"not/there.json"_s));
        QVERIFY(!is_plan(data_path(u"credentials/leaf.pem"_s)) && !is_plan(u"not/there.p12"_s));
    }
};

QTEST_MAIN(TestExamine)
#include "tst_examine.moc"
