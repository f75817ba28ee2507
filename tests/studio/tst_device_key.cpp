// SPDX-License-Identifier: Apache-2.0
// "The device makes its key, we sign" through the real form, with the virtual board.
#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificate_text.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/document/region_content.h"
#include "core/provision/provisioner.h"
#include "tests/present.h"
#include "tests/studio/studio_bench.h"

#include <QCheckBox>
#include <QRadioButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;

namespace {

constexpr int patience = 30'000; // for slow machines; nothing is timed

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

struct Bench : StudioBench {
    void plug_in()
    {
        studio.actions.action(action::virtual_start).trigger();
        WAIT(studio.devices.current());
    }
    // A CA, this computer's certificate, and a plan that leaves the board's to the board.
    void prepare()
    {
        plug_in();
        WAIT(studio.actions.action(action::certificate_make_test).isEnabled());
        studio.actions.action(action::certificate_make_test).trigger();
        WAIT(studio.workspace.credentials().size() == 3 && !region_credential(flash::RegionRole::identity).isEmpty());
        apply(leave_to_device(identity()));
    }
    const flash::Region &identity() const { return *studio.document.plan().find(flash::RegionRole::identity); }
    void apply(const flash::Edit &edit) { QVERIFY(studio.document.apply(edit)); }
    void provision()
    {
        WAIT(studio.actions.action(action::run_provision).isEnabled());
        studio.actions.action(action::run_provision).trigger();
        WAIT(studio.run.is_running());
        WAIT(!studio.run.is_running());
    }
    QString why() const { return studio.run.error() ? studio.run.error()->sentence() : QString(); }

    template <class Widget> Widget *part(const QString &name) const { return visible<Widget>(name); }
    QString status() const
    {
        const auto *label = part<QLabel>(u"key-status"_s);
        return label ? label->text() : QString();
    }
    // The form for a board's certificate, with that name, its key to be made on the board.
    void open_form(const QString &name, const QString &key = u"ec:p256"_s)
    {
        window.certificates_page().show_form(preset::board_client);
        QTest::keyClicks(part<QLineEdit>(u"form-name"_s), name);
        auto *kind = part<QComboBox>(u"form-key"_s);
        kind->setCurrentIndex(kind->findData(key));
        WAIT(part<QRadioButton>(u"key-on-device"_s)->isEnabled());
        QTest::mouseClick(part<QRadioButton>(u"key-on-device"_s), Qt::LeftButton, {}, QPoint(8, part<QRadioButton>(u"key-on-device"_s)->height() / 2));
        QVERIFY(part<QRadioButton>(u"key-on-device"_s)->isChecked());
    }
    void make_it() const
    {
        WAIT(part<QPushButton>(u"form-issue"_s)->isEnabled());
        QTest::mouseClick(part<QPushButton>(u"form-issue"_s), Qt::LeftButton);
    }
    const StoredCredential *on_device() const
    {
        for (const StoredCredential &credential : studio.workspace.credentials())
            if (credential.on_device)
                return &credential;
        return nullptr;
    }
};

} // namespace

class TestDeviceKey final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (provision::virtual_device_program().isEmpty())
            QSKIP("espseal-virtual-device is not built");
    }

    void says_why_not()
    {
        Bench bench;
        bench.window.certificates_page().show_form(preset::board_client);
        const auto *device = bench.part<QRadioButton>(u"key-on-device"_s);
        QVERIFY(device && !device->isEnabled());
        QVERIFY2(bench.status().contains(u"Choose a board"_s), qPrintable(bench.status()));
        bench.plug_in();
        WAIT(device->isEnabled());
        bench.window.certificates_page().show_form(preset::computer); // a server's key is none of a board's business
        QVERIFY(!bench.part<QRadioButton>(u"key-on-device"_s));
    }

    void key_and_certificate()
    {
        Bench bench;
        bench.prepare();
        bench.provision();
        QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.why()));
        WAIT(bench.studio.watch.is_on()); // the monitor holds the port from here on

        bench.open_form(u"greenhouse-17"_s);
        WAIT(bench.status().contains(u"makes keys"_s));
        WAIT(bench.studio.watch.is_on());
        bench.make_it();
        WAIT(bench.on_device());
        const StoredCredential made = *bench.on_device();
        QCOMPARE(made.certificate.common_name(), u"greenhouse-17"_s);
        QCOMPARE(present(made.on_device).mac, bench.studio.board.mac().toLower());
        QCOMPARE(present(made.on_device).sector, bench.identity().slot.start);
        QVERIFY(!made.has_key);
        QCOMPARE(made.issuer, u"test-ca"_s);
        QCOMPARE(health_word(health_of(made)), u"key on the device"_s);
        QVERIFY(!bench.window.certificates_page().task()); // the form has closed
        QCOMPARE(bench.studio.selection.subject().key, made.name);
        QVERIFY(bench.identity().made_on_device);
        WAIT(bench.studio.watch.is_on());

        // Its key is nowhere here, and its removal takes the mark along and brings it back.
        QVERIFY(!QFile::exists(bench.studio.workspace.folder() + u'/' + made.name + u".key"_s));
        bench.studio.actions.action(action::certificate_remove).trigger();
        WAIT(!bench.on_device());
        bench.studio.actions.action(action::edit_undo).trigger();
        WAIT(bench.on_device());

        // This computer demands the certificate now, and the board shows it.
        bench.provision();
        QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.why()));
        QVERIFY(present(bench.studio.run.report()).handshake_seen());
        QVERIFY(present(present(bench.studio.run.report()).session).mutual);

        // Another one only on the user's word.
        bench.open_form(u"greenhouse-18"_s);
        bench.make_it();
        WAIT(bench.status().contains(u"repeated"_s));
        QVERIFY2(bench.status().contains(u"Replace what it has"_s), qPrintable(bench.status()));
        bench.part<QCheckBox>(u"key-replace"_s)->click();
        bench.make_it();
        WAIT(!bench.window.certificates_page().task());
        QCOMPARE(std::ranges::count_if(bench.studio.workspace.credentials(), [](const StoredCredential &one) { return one.on_device.has_value(); }), 2);
    }

    // The plan brings an identity of its own while the board holds a key that it made.
    void overwriting_is_a_question_data()
    {
        QTest::addColumn<bool>("keep");
        QTest::newRow("kept") << true;
        QTest::newRow("overwritten") << false;
    }
    void overwriting_is_a_question()
    {
        QFETCH(const bool, keep);
        Bench bench;
        bench.prepare();
        bench.provision();
        const QString before = u"board"_s;
        bench.apply(fill_with_credential(bench.identity(), before));
        QVERIFY(!bench.identity().made_on_device);

        bench.open_form(u"greenhouse-17"_s);
        bench.make_it();
        WAIT(bench.on_device());
        QVERIFY(bench.identity().made_on_device); // the plan has followed, as one step
        QCOMPARE(bench.identity().credential, QString());
        bench.studio.actions.action(action::edit_undo).trigger();
        QCOMPARE(bench.identity().credential, before);
        QVERIFY(!bench.identity().made_on_device);

        bench.provision();
        QCOMPARE(bench.studio.run.state(), RunState::failed);
        QCOMPARE(present(bench.studio.run.error()).code, provision::device_key_kept);
        QVERIFY(!bench.button(u"Try again"_s));
        auto *answer = bench.part<QPushButton>(keep ? u"keep-device-key"_s : u"overwrite-device-key"_s);
        QVERIFY(answer);
        QTest::mouseClick(answer, Qt::LeftButton);
        WAIT(bench.studio.run.is_running());
        WAIT(!bench.studio.run.is_running());
        QVERIFY2(bench.studio.run.state() == RunState::succeeded, qPrintable(bench.why()));
        QCOMPARE(bench.identity().made_on_device, keep);
        const auto &keys = present(bench.studio.run.report()).device_keys;
        QCOMPARE(keys.size(), 1);
        QCOMPARE(keys.constFirst().erased, !keep);
        QVERIFY(present(bench.studio.run.report()).handshake_seen());
    }

    void a_board_without_a_plan()
    {
        Bench bench;
        bench.plug_in();
        bench.studio.actions.action(action::certificate_make_test).trigger();
        WAIT(bench.studio.workspace.credentials().size() == 3);
        bench.open_form(u"greenhouse-17"_s);
        bench.make_it();
        WAIT(bench.status().contains(u"repeated"_s));
        QVERIFY2(bench.status().contains(u"provision the board"_s), qPrintable(bench.status()));
        QVERIFY(!bench.on_device());
    }

    void stopped_and_pulled()
    {
        Bench bench;
        bench.prepare();
        bench.provision();
        bench.open_form(u"greenhouse-17"_s, u"rsa:2048"_s);
        bench.make_it();
        WAIT(bench.part<QPushButton>(u"key-ask"_s) && bench.part<QPushButton>(u"key-ask"_s)->text() == u"Stop"_s);
        QTest::mouseClick(bench.part<QPushButton>(u"key-ask"_s), Qt::LeftButton);
        WAIT(bench.status().contains(u"repeated"_s));
        QVERIFY(!bench.on_device());
        // The cable.
        bench.make_it();
        bench.studio.board.unplug();
        // The virtual device sees that it is unplugged when it is done with the arithmetic of its RSA key.
        QTRY_VERIFY_WITH_TIMEOUT(bench.status().contains(u"repeated"_s) && !bench.studio.jobs.front(), 10 * patience);
        QVERIFY2(bench.status().contains(bench.studio.devices.current()->port) || bench.status().contains(u"unplugged"_s), qPrintable(bench.status()));
        QVERIFY(!bench.on_device());
    }
};

QTEST_MAIN(TestDeviceKey)
#include "tst_device_key.moc"
