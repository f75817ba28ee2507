// SPDX-License-Identifier: Apache-2.0
// CAs whose key is on a PKCS#11 token, through the real window: made there, found there, asked for their PIN, gone.
#include "app/studio/certificates/renewal.h"
#include "app/studio/certificates/revocation.h"
#include "core/pki/chain.h"
#include "core/pki/issue.h"
#include "core/pki/key_id.h"
#include "tests/pki/soft_token.h"
#include "tests/present.h"
#include "tests/studio/key_bench.h"

#include <QCheckBox>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::studio;
using espseal::test::present;
using pki::test::SoftToken;

class TestTokens final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void a_ca_is_made_on_a_token();
    void a_key_that_is_there_becomes_a_ca();
    void giving_up_makes_nothing();
    void a_certificate_finds_its_key();
    void another_key_is_refused();
    void a_module_that_nobody_chose_is_not_loaded();
    void a_lost_token_is_said_and_comes_back();
    void the_bin_takes_the_place_along();

private:
    SoftToken token_;
};

namespace {

const QString pin = QString::fromLatin1(SoftToken::pin);

QString signer()
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u"/espseal-signer"_s;
}

// A CA's certificate with a key on the token, as another program has made them. Its key is called like it.
pki::Certificate made_elsewhere(const QString &name)
{
    pki::TokenUri uri;
    uri.token = QString::fromLatin1(SoftToken::label);
    uri.object = name;
    const auto key = pki::TokenSigner::generate({ SoftToken::module(), pki::to_string(uri) }, { pki::KeyType::ec, 256 },
        { .pin = [](const QString &) { return std::optional(secret(SoftToken::pin)); }, .job = {}, .program = signer() });
    if (!key)
        qFatal("%s", qPrintable(key.error().sentence()));
    pki::CertificateSpec spec { .role = pki::Role::ca, .subject = pki::SubjectName::of(name) };
    const auto made = pki::make_ca(spec, **key);
    if (!made)
        qFatal("%s", qPrintable(made.error().sentence()));
    return *made;
}

struct TokenBench : KeyBench {
    void choose_module()
    {
        auto *module = visible<QComboBox>(u"token-module"_s);
        QVERIFY(module);
        module->lineEdit()->setText(SoftToken::module());
        QTest::keyClick(module->lineEdit(), Qt::Key_Return);
        WAIT(visible<QComboBox>(u"token-token"_s)->currentText().startsWith(QLatin1StringView(SoftToken::label)));
    }
    void give_pin(const QString &what = pin)
    {
        WAIT(sheet() && sheet()->accessibleName().contains(QLatin1StringView(SoftToken::label)));
        type(u"vault-password"_s, what);
        click(u"vault-go"_s);
    }
    void begin_ca_on_token(const QString &name)
    {
        window.certificates_page().show_form(preset::ca);
        WAIT(visible<QLineEdit>(u"form-name"_s));
        visible<QLineEdit>(u"form-name"_s)->setText(name);
        auto *on_token = visible<QCheckBox>(u"ca-key-on-token"_s);
        QVERIFY(on_token && !on_token->isChecked());
        on_token->setFocus();
        QTest::keyClick(on_token, Qt::Key_Space);
        choose_module();
        WAIT(visible<QPushButton>(u"form-issue"_s)->isEnabled());
    }
    void issue() { QTest::mouseClick(visible<QPushButton>(u"form-issue"_s), Qt::LeftButton); }
    const StoredCredential *stored(const QString &name) const { return studio.workspace.find(name); }
    // A certificate of that CA in the folder, without a key.
    QString put(const pki::Certificate &ca)
    {
        const QString name = file_name_of(ca.display_name());
        if (!write_file(studio.workspace.folder() + u'/' + name + u".crt"_s, ca.pem()))
            qFatal("not written");
        return name;
    }
    void open_token_panel(const QString &name)
    {
        reload();
        select({ .kind = Subject::Kind::certificate, .key = name });
        trigger(action::certificate_token_key);
        WAIT(visible<QPushButton>(u"token-use"_s));
        choose_module();
        QVERIFY(!visible<QPushButton>(u"token-use"_s)->isEnabled()); // no key is seen without the PIN
        QTest::mouseClick(visible<QPushButton>(u"token-log-in"_s), Qt::LeftButton);
        give_pin();
        WAIT(visible<QComboBox>(u"token-key"_s)->count() > 0);
        settle();
    }
    void use_key(const QString &name)
    {
        auto *keys = visible<QComboBox>(u"token-key"_s);
        keys->setCurrentIndex(keys->findText(name, Qt::MatchStartsWith));
        QVERIFY(keys->currentText().startsWith(name));
        QTest::mouseClick(visible<QPushButton>(u"token-use"_s), Qt::LeftButton);
        give_pin();
    }
    QStringList files() const { return QDir(studio.workspace.folder()).entryList(QDir::Files); }
};

} // namespace

void TestTokens::initTestCase()
{
    QVERIFY2(!SoftToken::module().isEmpty(), "softhsm2 is not installed: packaging/debian-packages.txt names it");
    QVERIFY(token_.make());
}

void TestTokens::a_ca_is_made_on_a_token()
{
    TokenBench bench;
    bench.begin_ca_on_token(u"Safe CA"_s);
    bench.issue();
    bench.give_pin(u"0000-wrong"_s);
    WAIT(!bench.problem().isEmpty()); // and it asks again
    bench.give_pin();
    WAIT(bench.stored(u"safe-ca"_s));
    QVERIFY(bench.stored(u"safe-ca"_s)->can_sign());
    QVERIFY(!bench.stored(u"safe-ca"_s)->has_key);
    QCOMPARE(bench.files(), QStringList({ u"safe-ca.crt"_s, u"safe-ca.token.json"_s })); // no vault, no key
    QVERIFY2(SoftToken::objects().contains("Safe CA"), SoftToken::objects().constData());
    const pki::Certificate ca = bench.stored(u"safe-ca"_s)->certificate;
    QVERIFY(pki::is_signed_by(ca, ca));

    // It is logged in: its first certificate asks for the vault's new password alone.
    bench.begin_issue(preset::board_client, u"pump-1"_s);
    WAIT(bench.sheet() && bench.sheet()->accessibleName().contains("Choose"_L1));
    bench.choose();
    WAIT(bench.stored(u"pump-1"_s));
    QVERIFY(pki::is_signed_by(bench.stored(u"pump-1"_s)->certificate, ca));

    // Its revocation list, and its own renewal, are signed there too.
    bench.settle();
    const auto list = refresh_crl(u"safe-ca"_s, bench.studio.workspace.content(), KeyFolder(bench.studio.keys, {}));
    QVERIFY2(list, list ? "" : qPrintable(list.error().sentence()));
    QVERIFY(list->is_signed_by(ca));
    const auto again = renew_credential({ .name = u"safe-ca"_s }, bench.studio.workspace.content(), KeyFolder(bench.studio.keys, {}), no_job);
    QVERIFY2(again, again ? "" : qPrintable(again.error().sentence()));
    bench.studio.workspace.reload();
    WAIT(bench.stored(*again));
    QVERIFY(bench.stored(*again)->can_sign());

    // Locked: the form still shows what would come out, and issuing asks for the PIN.
    bench.trigger(action::keys_lock);
    WAIT(!bench.studio.keys.tokens().is_open() && !bench.studio.keys.is_open());
    bench.begin_issue(preset::board_client, u"pump-2"_s);
    bench.give_pin();
    bench.unlock();
    WAIT(bench.stored(u"pump-2"_s));
    QVERIFY2(bench.strays().isEmpty(), qPrintable(bench.strays().join(u", "_s)));
}

void TestTokens::a_key_that_is_there_becomes_a_ca()
{
    const pki::Certificate there = made_elsewhere(u"earlier key"_s);
    TokenBench bench;
    bench.begin_ca_on_token(u"Later CA"_s);
    QTest::mouseClick(bench.visible<QPushButton>(u"token-log-in"_s), Qt::LeftButton);
    bench.give_pin();
    auto *keys = bench.visible<QComboBox>(u"token-key"_s);
    WAIT(keys->findText(u"earlier key"_s, Qt::MatchStartsWith) > 0);
    bench.settle();
    keys->setCurrentIndex(keys->findText(u"earlier key"_s, Qt::MatchStartsWith));
    QVERIFY(!bench.visible<QComboBox>(u"form-key"_s)->isEnabled()); // that is settled
    WAIT(bench.visible<QPushButton>(u"form-issue"_s)->isEnabled());
    bench.issue();
    bench.give_pin();
    WAIT(bench.stored(u"later-ca"_s));
    QCOMPARE(pki::key_id(bench.stored(u"later-ca"_s)->certificate), pki::key_id(there));
}

void TestTokens::giving_up_makes_nothing()
{
    TokenBench bench;
    bench.begin_ca_on_token(u"Nobody"_s);
    bench.issue();
    WAIT(bench.sheet());
    bench.click(u"vault-cancel"_s);
    bench.settle();
    QVERIFY(bench.files().isEmpty());
    QVERIFY(!SoftToken::objects().contains("Nobody"));
    QVERIFY(!bench.studio.keys.tokens().is_open());
    WAIT(bench.visible<QPushButton>(u"form-issue"_s)->isEnabled()); // the form is as it was
}

void TestTokens::a_certificate_finds_its_key()
{
    TokenBench bench;
    QVERIFY(make_folder(bench.studio.workspace.folder()));
    const QString name = bench.put(made_elsewhere(u"Old CA"_s));
    bench.open_token_panel(name);
    bench.use_key(u"Old CA"_s);
    WAIT(bench.stored(name)->can_sign());
    QVERIFY(present(bench.stored(name)->on_token).uri.contains("Old%20CA"_L1));
}

void TestTokens::another_key_is_refused()
{
    TokenBench bench;
    QVERIFY(make_folder(bench.studio.workspace.folder()));
    const QString name = bench.put(made_elsewhere(u"This CA"_s));
    static_cast<void>(made_elsewhere(u"That CA"_s));
    bench.open_token_panel(name);
    bench.use_key(u"That CA"_s);
    WAIT(bench.window.findChild<Banner *>()->isVisible());
    bench.settle();
    QVERIFY(!bench.stored(name)->can_sign());
    QCOMPARE(bench.files(), QStringList(name + u".crt"_s));
}

void TestTokens::a_module_that_nobody_chose_is_not_loaded()
{
    CertificateFolder folder;
    QVERIFY(make_folder(folder.path));
    QVERIFY(write_file(folder.path + u"/farm.crt"_s, made_elsewhere(u"Farm"_s).pem()));
    QVERIFY(write_file(folder.path + u"/farm.token.json"_s, pki::token_file({ SoftToken::module(), u"pkcs11:token=Farm%20Safe;object=Farm"_s })));
    folder.vault->tokens().use_program(signer());
    const auto refused = load_ca(folder.keyed, u"farm"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"token-module-unknown"_s);
    QCOMPARE(folder.password.questions.load(), 0);
}

void TestTokens::a_lost_token_is_said_and_comes_back()
{
    TokenBench bench;
    bench.begin_ca_on_token(u"Short CA"_s);
    bench.issue();
    bench.give_pin();
    WAIT(bench.stored(u"short-ca"_s));
    bench.settle();
    const KeyFolder folder(bench.studio.keys, {});
    const auto ca = load_ca(folder, u"short-ca"_s);
    QVERIFY(ca);
    QVERIFY(SoftToken::tool(u"pkill"_s, { u"-KILL"_s, u"-P"_s, QString::number(QCoreApplication::applicationPid()), u"espseal-signer"_s }));
    pki::CertificateSpec spec { .role = pki::Role::client, .subject = pki::SubjectName::of(u"pump"_s) };
    const auto key = pki::PrivateKey::generate({ pki::KeyType::ec, 256 }, no_job);
    const auto lost = pki::issue(spec, *key, *ca);
    QVERIFY(!lost);
    QVERIFY2(lost.error().code.startsWith("token-"_L1), qPrintable(lost.error().code));

    bench.begin_issue(preset::board_client, u"pump-1"_s); // plugged in again: it asks for the PIN anew
    bench.give_pin();
    bench.choose();
    WAIT(bench.stored(u"pump-1"_s));
}

void TestTokens::the_bin_takes_the_place_along()
{
    TokenBench bench;
    bench.begin_ca_on_token(u"Gone CA"_s);
    bench.visible<QCheckBox>(u"form-place"_s)->setChecked(false); // what the plan writes is not removed
    bench.issue();
    bench.give_pin();
    WAIT(bench.stored(u"gone-ca"_s));
    bench.settle();
    bench.select({ .kind = Subject::Kind::certificate, .key = u"gone-ca"_s });
    bench.trigger(action::certificate_remove);
    WAIT(!bench.stored(u"gone-ca"_s));
    QVERIFY(bench.files().isEmpty());
    bench.trigger(action::edit_undo);
    WAIT(bench.stored(u"gone-ca"_s));
    QVERIFY(bench.stored(u"gone-ca"_s)->can_sign());
}

QTEST_MAIN(TestTokens)
#include "tst_tokens.moc"
