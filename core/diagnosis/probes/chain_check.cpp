#include "core/diagnosis/probes/chain_check.h"

#include "core/net/certificate_files.h"
#include "core/net/tls_trust.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <openssl/err.h>
#include <openssl/pkcs7.h>

namespace wharf::diagnosis {

namespace {

/// Where other systems than the one this was built on keep their bundle. Source: crypto/x509, root_linux.go.
const QStringList &bundles()
{
    static const QStringList paths { QStringLiteral("/etc/ssl/certs/ca-certificates.crt"), QStringLiteral("/etc/pki/tls/certs/ca-bundle.crt"),
                                     QStringLiteral("/etc/ssl/ca-bundle.pem"), QStringLiteral("/etc/pki/tls/cacert.pem"),
                                     QStringLiteral("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"), QStringLiteral("/etc/ssl/cert.pem") };
    return paths;
}

bool isEmptyPlace(const char *variable, const char *standard)
{
    return qEnvironmentVariableIsEmpty(variable) && !QFile::exists(QString::fromLocal8Bit(standard));
}

/// Where every certificate lies under the hash of its name, no bundle needs to be read.
bool hasHashedFolder()
{
    const bool moved = !qEnvironmentVariableIsEmpty(X509_get_default_cert_file_env()) || !qEnvironmentVariableIsEmpty(X509_get_default_cert_dir_env());
    const QDir folder(QString::fromLocal8Bit(X509_get_default_cert_dir()));
    return !moved && QDirIterator(folder.path(), { QStringLiteral("????????.0") }, QDir::Files).hasNext();
}

X509ListHandle listOf(const Chain &chain, std::size_t from)
{
    X509ListHandle list(sk_X509_new_null());
    for (std::size_t i = from; i < chain.size(); ++i)
        sk_X509_push(list.get(), chain.at(i).get());
    return list;
}

/// RFC 5280 §4.2.1.12; crypto/x509 wants it of every certificate on the way that says what it is for.
bool mayServe(STACK_OF(X509) *built)
{
    for (int i = 0; i < sk_X509_num(built); ++i) {
        const std::uint32_t use = X509_get_extended_key_usage(sk_X509_value(built, i));
        if ((use & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
            return false;
    }
    return true;
}

void addDer(const QByteArray &der, Chain &found)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    if (X509Handle handle { d2i_X509(nullptr, &bytes, static_cast<long>(der.size())) })
        found.push_back(std::move(handle));
}

void addPkcs7(const QByteArray &der, Chain &found)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const Pkcs7Handle bag(d2i_PKCS7(nullptr, &bytes, static_cast<long>(der.size())));
    if (!bag || !PKCS7_type_is_signed(bag.get()) || !bag->d.sign)
        return;
    const STACK_OF(X509) *certificates = bag->d.sign->cert;
    for (int i = 0; i < sk_X509_num(certificates); ++i) {
        X509_up_ref(sk_X509_value(certificates, i));
        found.emplace_back(sk_X509_value(certificates, i));
    }
}

/// Like X509_STORE_set_default_paths(): a variable that is set to nothing names no place, and not the default one.
QByteArray placeOfOpenssl(const char *variable, const char *standard)
{
    return qEnvironmentVariableIsSet(variable) ? qgetenv(variable) : QByteArray(standard);
}

AuthorityBundle readBundle()
{
    AuthorityBundle bundle;
    bundle.read(QFile::decodeName(placeOfOpenssl(X509_get_default_cert_file_env(), X509_get_default_cert_file())));
    if (isEmptyPlace(X509_get_default_cert_file_env(), X509_get_default_cert_file())
        && isEmptyPlace(X509_get_default_cert_dir_env(), X509_get_default_cert_dir())) {
        for (const QString &path : bundles()) {
            if (bundle.read(path))
                break;
        }
    }
    return bundle;
}

QString words(int error)
{
    return QString::fromLatin1(X509_verify_cert_error_string(error));
}

} // namespace

TrustStore::TrustStore()
    : m_store(X509_STORE_new())
{
}

SystemAuthorities::SystemAuthorities()
    : m_folder(hasHashedFolder())
{
}

const AuthorityBundle &SystemAuthorities::bundle() const
{
    if (!m_bundle)
        m_bundle = std::make_unique<AuthorityBundle>(m_folder ? AuthorityBundle() : readBundle());
    return *m_bundle;
}

void SystemAuthorities::addTo(X509_STORE *store) const
{
    bundle().attachTo(store);
    // The folder counts beside the file, with OpenSSL as with Go.
    const char *standard = X509_get_default_cert_dir();
    X509_STORE_load_path(store, (m_folder ? QByteArray(standard) : placeOfOpenssl(X509_get_default_cert_dir_env(), standard)).constData());
    ERR_clear_error();
}

void SystemAuthorities::addTo(X509_STORE *store, const X509_NAME *subject) const
{
    bundle().addTo(store, subject);
}

void TrustStore::addSystem(std::shared_ptr<const SystemAuthorities> known)
{
    m_system = known ? std::move(known) : std::make_shared<const SystemAuthorities>();
    m_system->addTo(m_store.get());
}

void TrustStore::addFiles(const QStringList &files)
{
    for (const QString &file : files) {
        const StoreHandle given(X509_STORE_new());
        X509_STORE_load_file(given.get(), QFile::encodeName(file).constData());
        const STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(given.get());
        for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i) {
            X509 *certificate = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
            if (!certificate)
                continue;
            // Of several of one subject OpenSSL takes the first that fits: the system's are before the files'.
            if (m_system)
                m_system->addTo(m_store.get(), X509_get_subject_name(certificate));
            X509_STORE_add_cert(m_store.get(), certificate);
        }
    }
    ERR_clear_error();
}

ChainVerdict verifyChain(const TrustStore &trust, const Chain &chain, const Chain &known, bool withDates)
{
    if (chain.empty())
        return { false, words(X509_V_ERR_UNSPECIFIED) };
    const X509ListHandle untrusted = listOf(chain, 1);
    for (const X509Handle &certificate : known)
        sk_X509_push(untrusted.get(), certificate.get());

    const StoreContextHandle context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), trust.handle(), chain.front().get(), untrusted.get());
    X509_VERIFY_PARAM *how = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST | (withDates ? 0UL : X509_V_FLAG_NO_CHECK_TIME));
    // Level 1 refuses SHA-1 and MD5, as Go does.
    X509_VERIFY_PARAM_set_auth_level(how, 1);
    const bool trusted = X509_verify_cert(context.get()) == 1;
    const int error = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    if (!trusted)
        return { false, words(error) };
    if (!mayServe(X509_STORE_CTX_get0_chain(context.get())))
        return { false, words(X509_V_ERR_INVALID_PURPOSE) };
    return { true, {} };
}

AuthorityFiles authorityFilesFor(const QList<QUrl> &urls, const net::NetworkSettings &settings)
{
    AuthorityFiles files;
    files.account = settings.extraCaFiles;
    for (const QUrl &url : urls) {
        const QString key = net::hostKey(url);
        files.docker += net::certificatesFor({ .docker = settings.certificates.docker, .containers = {} }, key).authorityFiles;
        files.account += net::certificatesFor({ .docker = {}, .containers = settings.certificates.containers }, key).authorityFiles;
        if (const QString given = net::hostSettings(settings, url).caFile; !given.isEmpty())
            files.account += given;
    }
    return files;
}

Chain certificatesAround(const net::CertificateFolders &folders, const QStringList &files)
{
    // More files than that are not somebody's certificates.
    constexpr qsizetype most = 200;
    QStringList paths = files;
    const QStringList roots = folders.docker + folders.containers;
    for (const QString &root : roots) {
        QDirIterator entries(root, { QStringLiteral("*.crt"), QStringLiteral("*.pem"), QStringLiteral("*.cert"), QStringLiteral("*.cer") },
                             QDir::Files, QDirIterator::Subdirectories);
        while (entries.hasNext() && paths.size() < most)
            paths << entries.next();
    }
    Chain found;
    for (const QString &path : std::as_const(paths)) {
        const auto certificates = net::readCertificates(path);
        if (!certificates)
            continue;
        for (const QSslCertificate &certificate : *certificates)
            addDer(certificate.toDer(), found);
    }
    return found;
}

Chain parseIssuers(const QByteArray &bytes)
{
    Chain found;
    const auto pem = bytes.contains("-----BEGIN") ? QSslCertificate::fromData(bytes, QSsl::Pem) : QList<QSslCertificate>();
    for (const QSslCertificate &certificate : pem)
        addDer(certificate.toDer(), found);
    if (found.empty())
        addDer(bytes, found);
    if (found.empty())
        addPkcs7(bytes, found);
    ERR_clear_error();
    return found;
}

} // namespace wharf::diagnosis
