// SPDX-License-Identifier: Apache-2.0
// The tree of the Certificates page: what it shows of a workspace, how it is filtered, sorted and counted.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/studio/certificates/batch_model.h"
#include "app/studio/certificates/certificate_filter.h"
#include "app/studio/certificates/certificate_model.h"
#include "app/studio/certificates/comparison_model.h"
#include "app/studio/certificates/overview_strip.h"
#include "app/studio/certificates/revocation.h"
#include "app/studio/inspector/asn1_model.h"
#include "app/studio/inspector/hex_view.h"
#include "tests/studio/certificate_folder.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;

class TestCertificateTree final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void certificates_stand_under_their_ca();
    void groups_hold_what_is_no_certificate();
    void states_are_told_data();
    void states_are_told();
    void marks_count_what_ends_when();
    void words_find_data();
    void words_find();
    void marks_filter();
    void numbers_in_names_sort_as_numbers();
    void groups_stay_below();
    void what_stays_keeps_its_index();
    void thousands_are_shown();
    void a_comparison_says_what_differs();
    void structure_and_bytes_lead_to_each_other();
    void bytes_are_shown_as_hex();
    void batch_lines_say_what_is_wrong();

private:
    std::unique_ptr<CertificateFolder> folder_;
    QString ca_;
};

namespace {

using Kind = CertificateNode::Kind;
constexpr int name_column = static_cast<int>(CertificateColumn::name);
constexpr int state_column = static_cast<int>(CertificateColumn::state);

WorkspaceContent read(const CertificateFolder &folder)
{
    return *read_workspace(folder.path);
}

QStringList names_under(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        names.append(index.data().toString());
        names += names_under(model, index);
    }
    return names;
}

} // namespace

// One CA with a few that end at different times; tests only look at it.
void TestCertificateTree::initTestCase()
{
    folder_ = std::make_unique<CertificateFolder>();
    ca_ = folder_->make_ca(u"Farm CA"_s);
    folder_->make_leaf(u"greenhouse-2"_s, ca_);
    folder_->make_leaf(u"greenhouse-10"_s, ca_, 20);
    folder_->make_leaf(u"greenhouse-1"_s, ca_, 80);
    folder_->make_leaf(u"pump-over"_s, ca_, -5);
}

void TestCertificateTree::certificates_stand_under_their_ca()
{
    CertificateModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.set_tree(certificate_tree(read(*folder_), {}));
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex ca = model.index(0, 0);
    QCOMPARE(ca.data().toString(), u"Farm CA"_s);
    QCOMPARE(model.rowCount(ca), 4);
    const QModelIndex leaf = model.index_of(Kind::credential, u"greenhouse-2"_s);
    QVERIFY(leaf.isValid());
    QCOMPARE(leaf.parent(), ca);
    QCOMPARE(model.at(leaf)->key, u"greenhouse-2"_s);
    QVERIFY(!model.index_of(Kind::credential, u"nobody"_s).isValid());
    QVERIFY(!model.index_of(Kind::key, u"greenhouse-2"_s).isValid());
    for (int column = 0; column < model.columnCount(); ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
        QVERIFY(!model.index(0, column).data(Qt::AccessibleTextRole).toString().isEmpty());
    }
}

void TestCertificateTree::groups_hold_what_is_no_certificate()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString gone = folder.make_leaf(u"gone"_s, ca);
    QVERIFY(move_to_bin(folder.path, { gone }));
    QVERIFY(make_csr(*simple_request(preset::board_client, u"waiting"_s, {}, {}), folder.keyed, no_job));
    QVERIFY(QFile::copy(folder.make_lonely_key(), folder.path + u"/found.key"_s));
    CertificateModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.set_tree(certificate_tree(read(folder), {}));
    QCOMPARE(names_under(model),
        QStringList(
            { u"Farm CA"_s, u"Requests waiting for an answer (1)"_s, u"waiting"_s, u"Keys without certificate (1)"_s, u"found"_s, u"Bin (1)"_s, u"gone"_s }));
}

void TestCertificateTree::states_are_told_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("word");
    QTest::newRow("good") << u"greenhouse-2"_s << health_word(CertificateHealth::good);
    QTest::newRow("soon") << u"greenhouse-10"_s << health_word(CertificateHealth::soon);
    QTest::newRow("over") << u"pump-over"_s << health_word(CertificateHealth::expired);
}

void TestCertificateTree::states_are_told()
{
    QFETCH(QString, name);
    QFETCH(QString, word);
    CertificateModel model;
    model.set_tree(certificate_tree(read(*folder_), {}));
    const QModelIndex state = model.index_of(Kind::credential, name).siblingAtColumn(state_column);
    QCOMPARE(state.data().toString(), word);
    QVERIFY(state.data(tone_role).isValid()); // never by colour alone:
    QVERIFY(!state.data(icon_name_role).toString().isEmpty());
    QVERIFY(!state.data(Qt::ToolTipRole).toString().isEmpty());
}

void TestCertificateTree::marks_count_what_ends_when()
{
    CertificateFolder folder;
    const QString ca = folder.make_ca(u"Farm CA"_s);
    const QString revoked = folder.make_leaf(u"revoked"_s, ca);
    QVERIFY(revoke_credentials({ revoked }, pki::RevocationReason::key_compromise, read(folder), folder.keyed));
    QVERIFY(QFile::remove(folder.path + u'/' + folder.make_leaf(u"keyless"_s, ca) + u".pub"_s));
    const std::vector<CertificateNode> few = certificate_tree(read(folder), {});
    QCOMPARE(count_marked(few, CertificateMark::revoked), 1);
    QCOMPARE(count_marked(few, CertificateMark::no_key), 1);
    const std::vector<CertificateNode> nodes = certificate_tree(read(*folder_), {});
    QCOMPARE(count_marked(nodes, CertificateMark::expired), 1);
    QCOMPARE(count_marked(nodes, CertificateMark::ends_30), 1);
    QCOMPARE(count_marked(nodes, CertificateMark::ends_90), 2);
    QCOMPARE(count_marked(nodes, CertificateMark::ends_365), 2);
    const Finding weak { .code = u"key-too-weak"_s, .severity = Severity::warning };
    const std::vector<CertificateNode> judged = certificate_tree(read(*folder_),
        { .findings = [&](const QString &name) { return name == "greenhouse-2"_L1 ? QList<Finding> { weak } : QList<Finding>(); }, .regions = {} });
    QCOMPARE(count_marked(judged, CertificateMark::weak), 1);
}

void TestCertificateTree::words_find_data()
{
    const StoredCredential one = CertificateFolder(folder_->path).stored(u"greenhouse-1"_s);
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");
    const QStringList only { u"Farm CA"_s, u"greenhouse-1"_s };
    QTest::newRow("name") << u"HOUSE-1"_s << QStringList({ u"Farm CA"_s, u"greenhouse-1"_s, u"greenhouse-10"_s });
    QTest::newRow("two words") << u"green 10"_s << QStringList({ u"Farm CA"_s, u"greenhouse-10"_s });
    QTest::newRow("serial number") << one.certificate.serial().toLower() << only;
    QTest::newRow("fingerprint") << pki::fingerprint_text(one.certificate.fingerprint()) << only;
    QTest::newRow("fingerprint without colons") << one.certificate.id() << only;
    QTest::newRow("a CA brings what it signed") << u"Farm CA"_s
                                                << QStringList({ u"Farm CA"_s, u"greenhouse-1"_s, u"greenhouse-2"_s, u"greenhouse-10"_s, u"pump-over"_s });
    QTest::newRow("nothing") << u"nobody"_s << QStringList();
}

void TestCertificateTree::words_find()
{
    QFETCH(QString, words);
    QFETCH(QStringList, found);
    CertificateModel model;
    CertificateFilter filter;
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSourceModel(&model);
    filter.sort(name_column);
    model.set_tree(certificate_tree(read(*folder_), {}));
    filter.set_words(words);
    QCOMPARE(names_under(filter), found);
}

void TestCertificateTree::marks_filter()
{
    CertificateModel model;
    CertificateFilter filter;
    filter.setSourceModel(&model);
    filter.sort(name_column);
    model.set_tree(certificate_tree(read(*folder_), {}));
    filter.set_marks(CertificateMark::ends_90);
    QCOMPARE(names_under(filter), QStringList({ u"Farm CA"_s, u"greenhouse-1"_s, u"greenhouse-10"_s }));
    QCOMPARE(filter.shown_certificates(), 2);
    filter.set_words(u"10"_s);
    QCOMPARE(names_under(filter), QStringList({ u"Farm CA"_s, u"greenhouse-10"_s }));
    filter.set_words({});
    filter.set_marks(CertificateMark::expired | CertificateMark::ends_30);
    QCOMPARE(names_under(filter), QStringList({ u"Farm CA"_s, u"greenhouse-10"_s, u"pump-over"_s }));
}

void TestCertificateTree::numbers_in_names_sort_as_numbers()
{
    CertificateModel model;
    CertificateFilter filter;
    filter.setSourceModel(&model);
    model.set_tree(certificate_tree(read(*folder_), {}));
    filter.sort(name_column, Qt::AscendingOrder);
    QCOMPARE(names_under(filter), QStringList({ u"Farm CA"_s, u"greenhouse-1"_s, u"greenhouse-2"_s, u"greenhouse-10"_s, u"pump-over"_s }));
    filter.sort(static_cast<int>(CertificateColumn::until), Qt::AscendingOrder);
    QCOMPARE(names_under(filter), QStringList({ u"Farm CA"_s, u"pump-over"_s, u"greenhouse-10"_s, u"greenhouse-1"_s, u"greenhouse-2"_s }));
    filter.sort(state_column, Qt::AscendingOrder); // the worst first
    QCOMPARE(names_under(filter).at(1), u"pump-over"_s);
}

void TestCertificateTree::groups_stay_below()
{
    CertificateFolder folder;
    folder.make_ca(u"Zeta CA"_s);
    QVERIFY(move_to_bin(folder.path, { folder.make_ca(u"Alpha CA"_s) }));
    CertificateModel model;
    CertificateFilter filter;
    filter.setSourceModel(&model);
    model.set_tree(certificate_tree(read(folder), {}));
    for (const Qt::SortOrder order : { Qt::AscendingOrder, Qt::DescendingOrder }) {
        filter.sort(name_column, order);
        QCOMPARE(names_under(filter), QStringList({ u"Zeta CA"_s, u"Bin (1)"_s, u"Alpha CA"_s }));
    }
}

void TestCertificateTree::what_stays_keeps_its_index()
{
    CertificateModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const WorkspaceContent content = read(*folder_);
    model.set_tree(certificate_tree(content, {}));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    const QPersistentModelIndex leaf = model.index_of(Kind::credential, u"greenhouse-2"_s);
    const Finding bad { .code = u"key-unsupported"_s, .severity = Severity::error };
    model.set_tree(certificate_tree(content, { .findings = [&](const QString &) { return QList<Finding> { bad }; }, .regions = {} }));
    QCOMPARE(resets.size(), 0);
    QVERIFY(!changes.isEmpty());
    QVERIFY(leaf.isValid());
    QCOMPARE(leaf.sibling(leaf.row(), state_column).data().toString(), health_word(CertificateHealth::unfit));
}

// Values only: five thousand times the same certificate under other names.
void TestCertificateTree::thousands_are_shown()
{
    WorkspaceContent content = read(*folder_);
    StoredCredential leaf = folder_->stored(u"greenhouse-2"_s);
    for (int i = 0; i < 5000; ++i) {
        leaf.name = u"device-%1"_s.arg(i, 4, 10, QLatin1Char('0'));
        leaf.search = leaf.name;
        content.credentials.append(leaf);
    }
    CertificateModel model;
    CertificateFilter filter;
    filter.setSourceModel(&model);
    filter.sort(name_column);
    model.set_tree(certificate_tree(content, {}));
    QCOMPARE(filter.rowCount(filter.index(0, 0)), 5004);
    filter.set_words(u"device-417"_s);
    QCOMPARE(filter.rowCount(filter.index(0, 0)), 10);
}

void TestCertificateTree::a_comparison_says_what_differs()
{
    ComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const pki::Certificate one = folder_->stored(u"greenhouse-1"_s).certificate;
    const pki::Certificate two = folder_->stored(u"greenhouse-2"_s).certificate;
    model.compare(one, one, false);
    QCOMPARE(model.differences(), 0);
    const int all = model.rowCount();
    model.compare(one, two, false);
    QCOMPARE(model.rowCount(), all);
    QVERIFY(model.differences() > 3); // name, serial number, dates, key, signature, fingerprints
    QVERIFY(model.differences() < all);
    model.compare(one, two, true);
    QCOMPARE(model.rowCount(), model.differences());
    QVERIFY(std::ranges::all_of(model.rows(), [](const ComparisonRow &row) { return row.fields.differs(); }));
}

void TestCertificateTree::structure_and_bytes_lead_to_each_other()
{
    Asn1Model model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QByteArray der = folder_->stored(u"greenhouse-1"_s).certificate.der();
    const auto lines = pki::asn1_structure({ reinterpret_cast<const std::uint8_t *>(der.constData()), static_cast<std::size_t>(der.size()) });
    QVERIFY(lines);
    model.set_lines(*lines);
    QCOMPARE(model.rowCount(), 1); // the certificate's SEQUENCE
    QCOMPARE(model.rowCount(model.index(0, 0)), 3); // contents, algorithm, signature
    for (const pki::Asn1Line &line : *lines) {
        const QModelIndex index = model.index_at(line.offset); // a header belongs to nobody below
        QVERIFY(index.isValid());
        QCOMPARE(model.at(index)->offset, line.offset);
        QCOMPARE(model.at(index)->tag, line.tag);
    }
    QVERIFY(!model.index_at(static_cast<std::uint32_t>(der.size())).isValid());
}

void TestCertificateTree::bytes_are_shown_as_hex()
{
    QCOMPARE(hex_dump(QByteArray()), QString());
    QCOMPARE(hex_dump(QByteArray("\x30\x82"
                                 "Az\x00\xff\x7f~!",
                 9)),
        u"0000  30 82 41 7a 00 ff 7f 7e 0.Az...~\n0008  21                      !"_s);
}

void TestCertificateTree::batch_lines_say_what_is_wrong()
{
    BatchModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    pki::BatchManifest manifest;
    manifest.rows = { { .line = 2, .name = u"pump-1"_s, .mac = u"5C:CF:7F:00:00:01"_s, .choices = {} } };
    manifest.problems = { { .code = u"manifest-value"_s, .message = u"The days are none."_s, .place = u"line:3"_s } };
    model.show_manifest(manifest);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.count(BatchLine::State::ready), 1);
    QCOMPARE(model.count(BatchLine::State::bad), 1);
    QCOMPARE(model.index(1, BatchModel::names_column).data().toString(), u"The days are none."_s);
    QVERIFY(!model.index(1, BatchModel::state_column).data(icon_name_role).toString().isEmpty());
}

QTEST_MAIN(TestCertificateTree)
#include "tst_certificate_tree.moc"
