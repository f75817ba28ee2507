// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_store.h"

#include "core/pki/staged_folder.h"

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
        if (item.credential.key && !has(name + u".key"_s))
            if (const Result<void> added = add_key(name, *item.credential.key); !added)
                return failure(added.error());
        return name;
    }
    Result<void> add(const pki::CertificateRequest &request) { return stage_.add(take_name(request.display_name()) + u".csr"_s, request.pem()); }
    Result<void> add(const pki::PrivateKey &key) { return add_key(take_name(key.kind().name + u"-key"_s), key); }

private:
    [[nodiscard]] bool has(const QString &file) const { return QFileInfo::exists(QDir(folder_).filePath(file)); }
    QString take_name(const QString &wanted)
    {
        const QString name = free_file_name(folder_, file_name_of(wanted), taken_);
        taken_.append(name);
        return name;
    }
    Result<void> add_key(const QString &name, const pki::PrivateKey &key)
    {
        const Result<SecureBytes> pem = key.to_pem();
        return pem ? stage_.add(name + u".key"_s, pem->view(), FileMode::secret) : failure(pem.error());
    }

    pki::StagedFolder &stage_;
    QString folder_;
    QStringList taken_;
};

} // namespace

Result<QStringList> store_import(const ImportChoice &choice, const QString &folder)
{
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder);
    if (!stage)
        return failure(stage.error());
    Store store(*stage, folder);
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
        if (const Result<void> added = store.add(key); !added)
            return failure(added.error());
    if (const Result<void> done = stage->commit(pki::Overwrite::no); !done)
        return failure(done.error());
    return names;
}

} // namespace espseal::studio
