// SPDX-License-Identifier: Apache-2.0
// Templates of the user's own: their file, and the form that makes, uses and deletes them.
#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/certificates/own_templates.h"
#include "core/base/files.h"
#include "tests/present.h"
#include "tests/studio/certificate_folder.h"
#include "tests/studio/studio_bench.h"

#include <QCheckBox>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

namespace {

OwnTemplate full_template()
{
    OwnTemplate made { .name = u"Greenhouse, 1 year"_s, .base = u"device-client"_s, .choices = {} };
    made.choices.subject = *pki::parse_subject(u"O = \"Farm, north\", OU = Glass"_s);
    made.choices.days = 365;
    made.choices.key = pki::KeySpec { pki::KeyType::rsa, 2048 };
    made.choices.digest = pki::Digest::sha384;
    made.choices.key_usages = QList { pki::KeyUsage::digital_signature };
    made.choices.extended_usages = QStringList { u"clientAuth"_s };
    made.choices.path_length = 1;
    return made;
}

QByteArray file_with(const QByteArray &profile)
{
    return "{\"version\": 1, \"profiles\": [" + profile + "]}";
}

} // namespace

class TestTemplates final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void come_back_as_they_were()
    {
        const OwnTemplate made = full_template();
        const auto read = templates_from_json(to_json({ made, { .name = u"Bare"_s, .base = u"private-ca"_s, .choices = {} } }));
        QVERIFY2(read, read ? "" : qPrintable(read.error().sentence()));
        QCOMPARE(read->size(), 2);
        const OwnTemplate &same = read->constFirst();
        QCOMPARE(same.name, made.name);
        QCOMPARE(same.base, made.base);
        QCOMPARE(same.choices.subject, made.choices.subject);
        QCOMPARE(same.choices.days, made.choices.days);
        QCOMPARE(same.choices.key, made.choices.key);
        QCOMPARE(same.choices.digest, made.choices.digest);
        QCOMPARE(same.choices.key_usages, made.choices.key_usages);
        QCOMPARE(same.choices.extended_usages, made.choices.extended_usages);
        QCOMPARE(same.choices.path_length, made.choices.path_length);
        QVERIFY(!read->constLast().choices.days && !read->constLast().choices.key_usages);
    }

    void hostile_files_are_refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << "profiles"_ba;
        QTest::newRow("array") << "[]"_ba;
        QTest::newRow("truncated") << to_json({ full_template() }).chopped(20);
        QTest::newRow("another version") << "{\"version\": 2, \"profiles\": []}"_ba;
        QTest::newRow("no version") << "{\"profiles\": []}"_ba;
        QTest::newRow("no list") << "{\"version\": 1, \"profiles\": {}}"_ba;
        QTest::newRow("something else beside it") << "{\"version\": 1, \"profiles\": [], \"x\": 1}"_ba;
        QTest::newRow("no object") << file_with("7");
        QTest::newRow("no name") << file_with(R"({"base": "device"})");
        QTest::newRow("blank name") << file_with(R"({"name": "  ", "base": "device"})");
        QTest::newRow("control character") << file_with(R"({"name": "a\u0000b", "base": "device"})");
        QTest::newRow("long name") << file_with("{\"name\": \"" + QByteArray(5000, 'a') + "\", \"base\": \"device\"}");
        QTest::newRow("unknown base") << file_with(R"({"name": "a", "base": "own:a"})");
        QTest::newRow("no days") << file_with(R"({"name": "a", "base": "device", "days": 0})");
        QTest::newRow("too many days") << file_with(R"({"name": "a", "base": "device", "days": 4000000000})");
        QTest::newRow("days as text") << file_with(R"({"name": "a", "base": "device", "days": "365"})");
        QTest::newRow("half a day") << file_with(R"({"name": "a", "base": "device", "days": 1.5})");
        QTest::newRow("unknown key") << file_with(R"({"name": "a", "base": "device", "key": "rsa:99999"})");
        QTest::newRow("unknown digest") << file_with(R"({"name": "a", "base": "device", "digest": "md5"})");
        QTest::newRow("no subject") << file_with(R"({"name": "a", "base": "device", "subject": "farm"})");
        QTest::newRow("a common name") << file_with(R"({"name": "a", "base": "device", "subject": "CN = x"})");
        QTest::newRow("unknown usage") << file_with(R"({"name": "a", "base": "device", "key_usages": "everything"})");
        QTest::newRow("path below nothing") << file_with(R"({"name": "a", "base": "device", "path_length": -1})");
        QTest::newRow("unknown member") << file_with(R"({"name": "a", "base": "device", "run": "rm -rf"})");
        QTest::newRow("twice") << file_with(R"({"name": "a", "base": "device"}, {"name": "a", "base": "device"})");
        QByteArray many;
        for (int i = 0; i <= most_own_templates; ++i)
            many += (i ? ", " : "") + QByteArray("{\"name\": \"n") + QByteArray::number(i) + "\", \"base\": \"device\"}";
        QTest::newRow("too many") << file_with(many);
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }
    void hostile_files_are_refused()
    {
        QFETCH(const QByteArray, json);
        const auto read = templates_from_json(json);
        QVERIFY(!read);
        QCOMPARE(read.error().code, u"profiles-damaged"_s);
        QCOMPARE(read.error().kind, ErrorKind::bad_input);
        QVERIFY(!read.error().fix.isEmpty());

        // What cannot be read is not overwritten.
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"profiles.json"_s);
        QVERIFY(write_file(file, json));
        OwnTemplates own(file);
        QVERIFY(own.problem() && own.all().isEmpty());
        QVERIFY(!own.save(full_template()));
        QCOMPARE(*read_file(file), json);
    }

    void kept_renamed_and_removed()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"config/profiles.json"_s);
        OwnTemplates own(file);
        QSignalSpy changes(&own, &OwnTemplates::changed);
        QVERIFY(own.save(full_template()));
        QVERIFY(own.save({ .name = u"Another"_s, .base = u"device"_s, .choices = {} }));
        QCOMPARE(OwnTemplates(file).all().size(), 2);
        QCOMPARE(own.all().constFirst().name, u"Another"_s); // by name
        const auto clash = own.rename(u"Another"_s, full_template().name);
        QVERIFY(!clash);
        QCOMPARE(clash.error().code, u"profile-exists"_s);
        QCOMPARE(own.rename(u"Another"_s, u" \n"_s).error().code, u"profile-name"_s);
        QVERIFY(own.rename(u"Another"_s, u"  Zone 3 "_s));
        QVERIFY(OwnTemplates(file).find(u"Zone 3"_s));
        QVERIFY(own.remove(u"Zone 3"_s));
        QCOMPARE(OwnTemplates(file).all().size(), 1);
        QCOMPARE(changes.size(), 4);
    }

    void through_the_form()
    {
        StudioBench bench;
        CertificatesPage &page = bench.window.certificates_page();
        page.show_form(preset::ca);
        const auto type = [&](const QString &field, const QString &text) {
            auto *edit = bench.visible<QLineEdit>(field);
            QVERIFY2(edit, qPrintable(field));
            edit->selectAll();
            QTest::keyClicks(edit, text);
        };
        const auto choose_menu = [&](const QString &text) {
            const auto *menu = bench.visible<QToolButton>(u"profile-menu"_s)->menu();
            Q_EMIT const_cast<QMenu *>(menu)->aboutToShow();
            for (QAction *action : menu->actions())
                if (action->text().startsWith(text) && action->isEnabled())
                    return action->trigger();
            QFAIL(qPrintable(text));
        };
        const auto profile = [&] { return bench.visible<QComboBox>(u"form-profile"_s); };
        QTest::mouseClick(bench.visible<QToolButton>(u"form-more"_s), Qt::LeftButton);
        type(u"form-O"_s, u"North Farm"_s);
        auto *days = bench.visible<QComboBox>(u"form-days"_s);
        days->setCurrentIndex(days->findData(1825));
        choose_menu(u"Save as"_s);
        type(u"profile-name"_s, u"Farm CA, 5 years"_s);
        QTest::keyClick(bench.visible<QLineEdit>(u"profile-name"_s), Qt::Key_Return);
        QCOMPARE(profile()->currentText(), u"Farm CA, 5 years"_s);
        QCOMPARE(bench.studio.templates.all().size(), 1);

        // Another form has it, and what it makes is as it says.
        page.show_form(preset::board_client);
        profile()->setCurrentIndex(profile()->findText(u"Farm CA, 5 years"_s));
        QCOMPARE(bench.visible<QComboBox>(u"form-days"_s)->currentData().toInt(), 1825);
        type(u"form-name"_s, u"North CA"_s);
        QTRY_VERIFY(bench.visible<QPushButton>(u"form-issue"_s)->isEnabled());
        QTest::mouseClick(bench.visible<QPushButton>(u"form-issue"_s), Qt::LeftButton);
        QTRY_COMPARE(bench.studio.workspace.credentials().size(), 1);
        const pki::Certificate &made = bench.studio.workspace.credentials().constFirst().certificate;
        QVERIFY(made.is_ca());
        QVERIFY2(made.subject().contains(u"North Farm"_s), qPrintable(made.subject()));
        const qint64 lasts = made.not_before().daysTo(made.not_after());
        QVERIFY2(lasts >= 1825 && lasts <= 1827, qPrintable(QString::number(lasts)));

        // What it brought goes with it.
        page.show_form(preset::ca);
        profile()->setCurrentIndex(profile()->findText(u"Farm CA, 5 years"_s));
        QTest::mouseClick(bench.visible<QToolButton>(u"form-more"_s), Qt::LeftButton);
        QCOMPARE(bench.visible<QLineEdit>(u"form-O"_s)->text(), u"North Farm"_s);
        profile()->setCurrentIndex(0);
        QCOMPARE(bench.visible<QLineEdit>(u"form-O"_s)->text(), QString());

        profile()->setCurrentIndex(profile()->findText(u"Farm CA, 5 years"_s));
        choose_menu(u"Rename"_s);
        type(u"profile-name"_s, u"Root"_s);
        QTest::mouseClick(bench.visible<QPushButton>(u"profile-save"_s), Qt::LeftButton);
        QCOMPARE(profile()->currentText(), u"Root"_s);
        choose_menu(u"Delete"_s);
        QVERIFY(bench.studio.templates.all().isEmpty());
        QCOMPARE(profile()->findText(u"Root"_s), -1);
        QTest::mouseClick(bench.visible<QPushButton>(u"profile-undo"_s), Qt::LeftButton);
        QCOMPARE(profile()->currentText(), u"Root"_s);
        QCOMPARE(OwnTemplates(bench.studio.settings.beside(u"profiles.json"_s)).all().size(), 1);
    }

    void expired_ones_are_hidden_and_stay_so()
    {
        StudioBench bench;
        const CertificateFolder folder(bench.studio.workspace.folder());
        const QString ca = folder.make_ca(u"Farm CA"_s);
        folder.make_leaf(u"old"_s, ca, -5);
        folder.make_leaf(u"young"_s, ca);
        bench.studio.workspace.reload();
        bench.studio.selection.go(Page::certificates);
        QTRY_COMPARE(bench.studio.workspace.credentials().size(), 3);
        const CertificateFilter &filter = bench.window.certificates_page().list().filter();
        QTRY_COMPARE(filter.shown_certificates(), 3);
        auto *hide = bench.visible<QCheckBox>(u"hide-expired"_s);
        QVERIFY(hide && !hide->isChecked());
        hide->click();
        QCOMPARE(filter.shown_certificates(), 2);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 1);
        QVERIFY(bench.studio.settings.flag(u"hide-expired"_s, false));
        // Who asks for the expired ones sees them.
        bench.window.certificates_page().list().show_only(CertificateMark::expired);
        QCOMPARE(filter.shown_certificates(), 1);
        // The next window begins like this one.
        Studio studio({ .workspace = bench.studio.workspace.folder(), .settings_file = bench.folder.filePath(u"studio.ini"_s), .watch_ports = false });
        MainWindow next(studio);
        QVERIFY(next.certificates_page().findChild<QCheckBox *>(u"hide-expired"_s)->isChecked());
        QVERIFY(next.certificates_page().list().filter().hides_expired());
    }
};

QTEST_MAIN(TestTemplates)
#include "tst_templates.moc"
