// SPDX-License-Identifier: Apache-2.0
// Boards, the one that is chosen, and what the main button says about it.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/studio/actions/action_ids.h"
#include "app/studio/control/main_act.h"
#include "app/studio/devices/device_model.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestDevices final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_only_board_is_chosen();
    void of_two_boards_none_is_chosen();
    void a_vanished_board_is_not_current_any_more();
    void virtual_and_typed_ports_outlive_a_scan();
    void what_was_learnt_survives_a_scan();
    void our_own_open_port_is_no_obstacle();
    void a_name_belongs_to_the_mac();
    void model_follows_and_renames();
    void states_data();
    void states();
    void main_button_data();
    void main_button();
    void main_button_explains_itself();
};

namespace {

loader::PortInfo usb(const QString &path)
{
    return { .path = path, .adapter = u"CP210x"_s, .vendor = 0x10C4, .product = 0xEA60 };
}

loader::DeviceInfo chip()
{
    return { .port = u"/dev/ttyUSB0"_s, .chip = u"ESP8266EX"_s, .mac = { 0x5C, 0xCF, 0x7F, 0xA1, 0x00, 0x17 }, .flash_size = Size(4u << 20) };
}

const Error no_permission { ErrorKind::bad_input, u"port-permission"_s, u"You may not open /dev/ttyUSB0."_s, u"Join the group dialout."_s, {} };

} // namespace

void TestDevices::the_only_board_is_chosen()
{
    DeviceList devices;
    QSignalSpy chosen(&devices, &DeviceList::current_changed);
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    QVERIFY(devices.current());
    QCOMPARE(devices.current()->port, u"/dev/ttyUSB0"_s);
    QCOMPARE(chosen.count(), 1);
}

void TestDevices::of_two_boards_none_is_chosen()
{
    DeviceList devices;
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s), usb(u"/dev/ttyUSB1"_s) });
    QVERIFY(!devices.current());
    devices.choose(u"/dev/ttyUSB1"_s);
    QCOMPARE(devices.current()->port, u"/dev/ttyUSB1"_s);
    devices.choose(u"/dev/ttyUSB9"_s); // not there
    QCOMPARE(devices.current()->port, u"/dev/ttyUSB1"_s);
}

void TestDevices::a_vanished_board_is_not_current_any_more()
{
    DeviceList devices;
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    devices.set_ports({});
    QVERIFY(!devices.current());
    QVERIFY(devices.devices().isEmpty());
}

void TestDevices::virtual_and_typed_ports_outlive_a_scan()
{
    DeviceList devices;
    devices.add_virtual(u"rfc2217://127.0.0.1:4711"_s, u"5C:CF:7F:00:00:17"_s);
    devices.add_manual(u"/dev/pts/7"_s);
    devices.set_ports({});
    QCOMPARE(devices.devices().size(), 2);
    QCOMPARE(devices.current()->port, u"/dev/pts/7"_s); // what was typed is meant
    devices.remove(u"rfc2217://127.0.0.1:4711"_s);
    QCOMPARE(devices.devices().size(), 1);
}

void TestDevices::what_was_learnt_survives_a_scan()
{
    DeviceList devices;
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    devices.set_info(u"/dev/ttyUSB0"_s, chip());
    devices.set_provisioned(u"/dev/ttyUSB0"_s, u"digest"_s);
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    QVERIFY(devices.current()->info);
    QCOMPARE(devices.current()->provisioned_digest, u"digest"_s);
    QCOMPARE(devices.current()->mac_text(), u"5C:CF:7F:A1:00:17"_s);
}

void TestDevices::our_own_open_port_is_no_obstacle()
{
    DeviceList devices;
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    devices.set_busy(u"/dev/ttyUSB0"_s, u"being written"_s);
    loader::PortInfo busy = usb(u"/dev/ttyUSB0"_s);
    busy.obstacle = Error { ErrorKind::failed, u"port-busy"_s, u"Another program holds it."_s, u"Close it."_s, {} };
    devices.set_ports({ busy });
    QVERIFY(!devices.current()->obstacle);
    devices.set_busy(u"/dev/ttyUSB0"_s, {});
    devices.set_ports({ busy });
    QVERIFY(devices.current()->obstacle);
}

void TestDevices::a_name_belongs_to_the_mac()
{
    DeviceList devices;
    QSignalSpy renamed(&devices, &DeviceList::renamed);
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s) });
    devices.set_info(u"/dev/ttyUSB0"_s, chip());
    devices.rename(u"/dev/ttyUSB0"_s, u" greenhouse-17 "_s);
    QCOMPARE(devices.current()->name(), u"greenhouse-17"_s);
    QCOMPARE(renamed.count(), 1);
    // The same board on another port.
    devices.set_ports({ usb(u"/dev/ttyUSB3"_s) });
    devices.set_info(u"/dev/ttyUSB3"_s, chip());
    QCOMPARE(devices.current()->name(), u"greenhouse-17"_s);
}

void TestDevices::model_follows_and_renames()
{
    DeviceList devices;
    DeviceModel model(devices);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    devices.set_ports({ usb(u"/dev/ttyUSB0"_s), usb(u"/dev/ttyUSB1"_s) });
    QCOMPARE(model.rowCount(), 2);
    devices.set_info(u"/dev/ttyUSB1"_s, chip());
    const QModelIndex name = model.index(1, DeviceModel::name_column);
    QVERIFY(model.flags(name).testFlag(Qt::ItemIsEditable));
    QVERIFY(!model.flags(model.index(1, DeviceModel::mac_column)).testFlag(Qt::ItemIsEditable));
    QVERIFY(model.setData(name, u"pump"_s));
    QCOMPARE(devices.find(u"/dev/ttyUSB1"_s)->name(), u"pump"_s);
    devices.set_ports({ usb(u"/dev/ttyUSB1"_s) });
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, DeviceModel::name_column).data().toString(), u"pump"_s);
}

void TestDevices::states_data()
{
    QTest::addColumn<DeviceEntry>("device");
    QTest::addColumn<DeviceStatus>("status");
    QTest::newRow("new port") << DeviceEntry { .port = u"a"_s } << DeviceStatus::ready;
    QTest::newRow("known") << DeviceEntry { .port = u"a"_s, .info = chip() } << DeviceStatus::identified;
    QTest::newRow("blocked") << DeviceEntry { .port = u"a"_s, .obstacle = no_permission } << DeviceStatus::blocked;
    QTest::newRow("busy") << DeviceEntry { .port = u"a"_s, .busy = u"being written"_s } << DeviceStatus::busy;
}

void TestDevices::states()
{
    QFETCH(DeviceEntry, device);
    QFETCH(DeviceStatus, status);
    QCOMPARE(status_of(device), status);
    QVERIFY(!status_word(device).isEmpty()); // never colour alone
    QVERIFY(!status_icon(device).isEmpty());
}

void TestDevices::main_button_data()
{
    QTest::addColumn<QString>("case_");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("enabled");
    QTest::newRow("nothing there") << u"no board"_s << QString(action::run_provision) << false;
    QTest::newRow("board starts") << u"starting"_s << QString(action::run_provision) << false;
    QTest::newRow("port refused") << u"blocked"_s << QString(action::run_provision) << false;
    QTest::newRow("certificates missing") << u"missing"_s << QString(action::certificate_make_test) << true;
    QTest::newRow("conflict") << u"conflict"_s << QString(action::run_provision) << false;
    QTest::newRow("nothing to write") << u"empty"_s << QString(action::run_provision) << false;
    QTest::newRow("ready") << u"ready"_s << QString(action::run_provision) << true;
    QTest::newRow("board holds the plan") << u"same"_s << QString(action::run_watch) << true;
    QTest::newRow("... and is watched") << u"watched"_s << QString(action::run_verify) << true;
    QTest::newRow("runs") << u"running"_s << QString(action::run_provision) << false;
}

void TestDevices::main_button()
{
    QFETCH(QString, case_);
    QFETCH(QString, action);
    QFETCH(bool, enabled);
    DeviceEntry board { .port = u"a"_s, .given_name = u"greenhouse-17"_s };
    MainSituation now { .device = &board, .regions = 3, .erase = { .sectors = { { Address(0x7A000), Size(0x3000) } }, .also_erased = {} } };
    if (case_ == "no board"_L1)
        now.device = nullptr;
    if (case_ == "starting"_L1) {
        now.device = nullptr;
        now.board_starting = true;
    }
    if (case_ == "blocked"_L1)
        board.obstacle = no_permission;
    if (case_ == "missing"_L1)
        now.missing = { u"ca"_s, u"identity"_s };
    if (case_ == "conflict"_L1)
        now.findings = { { .code = u"overlaps-code"_s, .message = u"CA and user1 overlap."_s } };
    if (case_ == "empty"_L1)
        now.regions = 0;
    if (case_ == "same"_L1 || case_ == "watched"_L1)
        now.same_as_plan = true;
    if (case_ == "watched"_L1)
        now.watching = true;
    if (case_ == "running"_L1)
        now.run = RunState::running;
    const MainAct act = main_act(now);
    QCOMPARE(act.action, action);
    QCOMPARE(act.enabled, enabled);
    QVERIFY(!act.text.isEmpty());
    QVERIFY(!act.icon.isEmpty());
    if (enabled && act.action != action::certificate_make_test)
        QVERIFY2(act.text.contains("greenhouse-17"_L1), "the button does not name its target");
}

void TestDevices::main_button_explains_itself()
{
    QVERIFY(!main_act({}).line.isEmpty());
    QCOMPARE(main_act({}).fix_action, QString(action::virtual_start));
    DeviceEntry board { .port = u"a"_s };
    board.obstacle = no_permission;
    QCOMPARE(main_act({ .device = &board }).line, no_permission.message);
    board.obstacle.reset();
    const MainAct act = main_act({ .device = &board, .findings = { { .code = u"x"_s, .message = u"CA and user1 overlap."_s } }, .regions = 1 });
    QCOMPARE(act.line, u"CA and user1 overlap."_s);
    QCOMPARE(act.fix_action, QString(action::problem_next));
}

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
