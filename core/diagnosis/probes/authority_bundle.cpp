#include "core/diagnosis/probes/authority_bundle.h"

#include "core/diagnosis/probes/certificate_outline.h"

#include <QFile>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

namespace wharf::diagnosis {

namespace {

// Not an X509_LOOKUP: the store asks those only where it has nobody of that name yet, and a file given for the host
// may hold the system's authority under another key.

void addFromBundle(X509_STORE_CTX *context, const X509_NAME *subject)
{
    X509_STORE *store = X509_STORE_CTX_get0_store(context);
    static_cast<const AuthorityBundle *>(X509_STORE_get_ex_data(store, 0))->addTo(store, subject);
}

int issuerOf(X509 **issuer, X509_STORE_CTX *context, X509 *certificate)
{
    addFromBundle(context, X509_get_issuer_name(certificate));
    return X509_STORE_CTX_get1_issuer(issuer, context, certificate);
}

STACK_OF(X509) *certificatesOf(X509_STORE_CTX *context, const X509_NAME *subject)
{
    addFromBundle(context, subject);
    return X509_STORE_CTX_get1_certs(context, subject);
}

/// One block of a PEM file.
struct Block {
    OpensslBytes<char> name;
    OpensslBytes<char> header;
    OpensslBytes<unsigned char> data;
    long size = 0;
};

bool readBlock(BIO *file, Block &block)
{
    char *name = nullptr;
    char *header = nullptr;
    unsigned char *data = nullptr;
    if (PEM_read_bio(file, &name, &header, &data, &block.size) != 1)
        return false;
    block.name.reset(name);
    block.header.reset(header);
    block.data.reset(data);
    return true;
}

bool isPlainCertificate(const Block &block)
{
    const QByteArrayView name(block.name.get());
    return (name == PEM_STRING_X509 || name == PEM_STRING_X509_OLD) && QByteArrayView(block.header.get()).isEmpty();
}

} // namespace

std::vector<AuthorityBundle::Entry> AuthorityBundle::outlines(const QByteArray &path)
{
    std::vector<Entry> entries;
    const BioHandle file(BIO_new_file(path.constData(), "r"));
    Block block;
    while (file && readBlock(file.get(), block)) {
        const QByteArray der(reinterpret_cast<const char *>(block.data.get()), static_cast<qsizetype>(block.size));
        NameHandle subject = isPlainCertificate(block) ? subjectOf(der) : nullptr;
        if (!subject)
            return {};
        entries.push_back({ std::move(subject), der, {} });
    }
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    return atEnd ? std::move(entries) : std::vector<Entry>();
}

std::vector<AuthorityBundle::Entry> AuthorityBundle::decodedEntries(const QByteArray &path)
{
    std::vector<Entry> entries;
    const StoreHandle store(X509_STORE_new());
    X509_STORE_load_file(store.get(), path.constData());
    const STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store.get());
    for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i) {
        X509 *certificate = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
        if (!certificate)
            continue;
        X509_up_ref(certificate);
        entries.push_back({ NameHandle(X509_NAME_dup(X509_get_subject_name(certificate))), {}, X509Handle(certificate) });
    }
    return entries;
}

bool AuthorityBundle::read(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    m_entries = outlines(name);
    // Keys, revocation lists and certificates with a trust of their own are rare there: OpenSSL says what becomes of such a file.
    if (m_entries.empty())
        m_entries = decodedEntries(name);
    ERR_clear_error();
    // Stable: of several of one subject the first may be the one that counts.
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const Entry &one, const Entry &other) {
        return X509_NAME_cmp(one.subject.get(), other.subject.get()) < 0;
    });
    return !m_entries.empty();
}

void AuthorityBundle::attachTo(X509_STORE *store) const
{
    X509_STORE_set_ex_data(store, 0, const_cast<AuthorityBundle *>(this));
    X509_STORE_set_get_issuer(store, issuerOf);
    X509_STORE_set_lookup_certs(store, certificatesOf);
}

void AuthorityBundle::addTo(X509_STORE *store, const X509_NAME *subject) const
{
    const auto first = std::lower_bound(m_entries.cbegin(), m_entries.cend(), subject, [](const Entry &entry, const X509_NAME *name) {
        return X509_NAME_cmp(entry.subject.get(), name) < 0;
    });
    for (auto entry = first; entry != m_entries.cend() && X509_NAME_cmp(entry->subject.get(), subject) == 0; ++entry) {
        const auto *der = reinterpret_cast<const unsigned char *>(entry->der.constData());
        if (!entry->certificate)
            entry->certificate.reset(d2i_X509(nullptr, &der, static_cast<long>(entry->der.size())));
        if (entry->certificate)
            X509_STORE_add_cert(store, entry->certificate.get());
    }
}

std::size_t AuthorityBundle::decoded() const
{
    return static_cast<std::size_t>(std::count_if(m_entries.cbegin(), m_entries.cend(), [](const Entry &entry) { return entry.certificate != nullptr; }));
}

} // namespace wharf::diagnosis
