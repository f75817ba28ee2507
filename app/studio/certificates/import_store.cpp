// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_store.h"

#include "core/base/files.h"
#include "core/pki/staged_folder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

class Store {
public:
    Store(pki::StagedFolder &stage, QString folder)
        : stage_(stage)
        , folder_(std::move(folder))
    {
    }

    Result<QString> add(const ImportItem &item)
    {
        const QString name = item.beside.isEmpty() ? take_name(item.credential.name) : item.beside;
        if (!has(name + u".crt"_s))
            if (const Result<void> added = stage_.add(name + u".crt"_s, chain_pem(item.credential)); !added)
                return failure(added.error());
        if (item.credential.key && !has(name + u".key"_s) && !has(name + u".pub"_s))
            keys_.append({ name, *item.credential.key });
        return name;
    }
    Result<void> add(const pki::CertificateRequest &request) { return stage_.add(take_name(request.display_name()) + u".csr"_s, request.pem()); }
    void add(const pki::PrivateKey &key) { keys_.append({ take_name(key.kind().name + u"-key"_s), key }); }
    [[nodiscard]] const QList<NamedKey> &keys() const { return keys_; }

private:
    [[nodiscard]] bool has(const QString &file) const { return QFileInfo::exists(QDir(folder_).filePath(file)); }
    QString take_name(const QString &wanted)
    {
        const QString name = free_file_name(folder_, file_name_of(wanted), taken_);
        taken_.append(name);
        return name;
    }
    pki::StagedFolder &stage_;
    QString folder_;
    QStringList taken_;
    QList<NamedKey> keys_;
};

// The name of its CA, among what is here or what has just been stored.
Result<QString> name_for(const ImportCrl &list, const ImportChoice &choice, const QStringList &names)
{
    if (!list.beside.isEmpty())
        return list.beside;
    for (qsizetype i = 0; i < names.size(); ++i)
        if (choice.items.at(i).credential.certificate == list.ca)
            return names.at(i);
    return usage_error(u"crl-ca-left-out"_s, QCoreApplication::translate("Import", "The revocation list of %1 needs its CA.").arg(list.ca.display_name()),
        QCoreApplication::translate("Import", "Import the CA too, or leave the list out."));
}

} // namespace

Result<QStringList> store_import(const ImportChoice &choice, const KeyFolder &folder)
{
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder.path());
    if (!stage)
        return failure(stage.error());
    Store store(*stage, folder.path());
    QStringList names;
    for (const ImportItem &item : choice.items) {
        const Result<QString> name = store.add(item);
        if (!name)
            return failure(name.error());
        names.append(*name);
    }
    for (const pki::CertificateRequest &request : choice.requests)
        if (const Result<void> added = store.add(request); !added)
            return failure(added.error());
    for (const pki::PrivateKey &key : choice.keys)
        store.add(key);
    QStringList lists;
    for (const ImportCrl &list : choice.crls) {
        const Result<QString> name = name_for(list, choice, names);
        if (!name)
            return failure(name.error());
        lists.append(*name);
    }
    if (const Result<void> done = commit_with_keys(*stage, store.keys(), folder); !done)
        return failure(done.error());
    for (qsizetype i = 0; i < lists.size(); ++i)
        if (const Result<void> written = write_file(QDir(folder.path()).filePath(lists.at(i) + u".crl"_s), choice.crls.at(i).crl.pem()); !written)
            return failure(written.error());
    return names;
}

} // namespace espseal::studio
