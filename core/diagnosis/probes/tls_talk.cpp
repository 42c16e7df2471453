#include "core/diagnosis/probes/tls_talk.h"

#include "core/base/secret.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace wharf::diagnosis {

namespace {

// What a Go client of any age still in use offers for TLS 1.2; those of 1.22 and later leave out the ones without ECDHE.
// Source: crypto/tls, cipher_suites.go.
constexpr const char *goCiphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                                  "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                                  "ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:"
                                  "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA:@SECLEVEL=0";
constexpr const char *allCiphers = "ALL:COMPLEMENTOFDEFAULT:@SECLEVEL=0";

QString alertName(int code)
{
    // OpenSSL 3.0 has no words for those that came with TLS 1.3. RFC 8446 §6.
    if (code == SSL_AD_CERTIFICATE_REQUIRED)
        return QStringLiteral("certificate required");
    if (code == SSL_AD_MISSING_EXTENSION)
        return QStringLiteral("missing extension");
    if (code == SSL_AD_NO_APPLICATION_PROTOCOL)
        return QStringLiteral("no application protocol");
    return QString::fromLatin1(SSL_alert_desc_string_long(code)).replace(QLatin1Char('_'), QLatin1Char(' '));
}

X509Handle fromQt(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return X509Handle(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

KeyHandle fromQt(const QSslKey &key)
{
    QByteArray pem = key.toPem();
    const BioHandle bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    KeyHandle handle(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    wipe(pem);
    return handle;
}

} // namespace

TlsTalk::TlsTalk(std::shared_ptr<Wire> wire, TlsManner manner)
    : m_wire(std::move(wire))
    , m_context(SSL_CTX_new(TLS_client_method()))
{
    SSL_CTX_set_cert_verify_callback(m_context.get(), &TlsTalk::keepChain, this);
    SSL_CTX_set_cert_cb(m_context.get(), &TlsTalk::noteRequest, this);
    SSL_CTX_set_info_callback(m_context.get(), &TlsTalk::noteAlert);
    SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_NONE, nullptr);
    m_ssl.reset(SSL_new(m_context.get()));
    SSL_set_app_data(m_ssl.get(), this);
    SSL_set_bio(m_ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(m_ssl.get());
    configure(manner);
}

void TlsTalk::configure(const TlsManner &manner)
{
    // Said outright: the distribution's openssl.cnf may narrow what is offered.
    SSL_set_min_proto_version(m_ssl.get(), manner.anything ? TLS1_VERSION : TLS1_2_VERSION);
    SSL_set_max_proto_version(m_ssl.get(), 0);
    SSL_set_cipher_list(m_ssl.get(), manner.anything ? allCiphers : goCiphers);
    if (manner.anything)
        SSL_set_options(m_ssl.get(), SSL_OP_LEGACY_SERVER_CONNECT);
    if (!manner.serverName.isEmpty())
        SSL_set_tlsext_host_name(m_ssl.get(), manner.serverName.toLatin1().constData());
    if (manner.identity)
        use(*manner.identity);
    ERR_clear_error();
}

void TlsTalk::use(const net::ClientIdentity &identity)
{
    const KeyHandle key = fromQt(identity.key);
    if (!key || identity.chain.isEmpty())
        return;
    const X509Handle own = fromQt(identity.chain.constFirst());
    if (!own || SSL_use_certificate(m_ssl.get(), own.get()) != 1 || SSL_use_PrivateKey(m_ssl.get(), key.get()) != 1)
        return;
    for (const QSslCertificate &certificate : identity.chain.mid(1)) {
        if (const X509Handle above = fromQt(certificate))
            SSL_add1_chain_cert(m_ssl.get(), above.get());
    }
    m_hasIdentity = true;
}

TlsTalk::Outcome TlsTalk::shake()
{
    do {
        ERR_clear_error();
        const int result = SSL_do_handshake(m_ssl.get());
        flush();
        if (result == 1) {
            m_outcome = Outcome::Done;
            return m_outcome;
        }
        if (const int error = SSL_get_error(m_ssl.get(), result); error != SSL_ERROR_WANT_READ) {
            fail(error);
            return m_outcome;
        }
    } while (feed());
    if (m_wire->over())
        endWithWire();
    return m_outcome;
}

QByteArray TlsTalk::receive()
{
    QByteArray bytes(16 * 1024, Qt::Uninitialized);
    do {
        ERR_clear_error();
        const int size = SSL_read(m_ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
        flush();
        if (size > 0)
            return bytes.left(size);
        const int error = SSL_get_error(m_ssl.get(), size);
        if (error == SSL_ERROR_ZERO_RETURN) {
            m_outcome = Outcome::Closed;
            return {};
        }
        if (error != SSL_ERROR_WANT_READ) {
            fail(error);
            return {};
        }
    } while (feed());
    if (m_wire->over())
        endWithWire();
    return {};
}

void TlsTalk::send(const QByteArray &bytes)
{
    ERR_clear_error();
    SSL_write(m_ssl.get(), bytes.constData(), static_cast<int>(bytes.size()));
    flush();
}

/// False where nothing had come.
bool TlsTalk::feed()
{
    const QByteArray bytes = m_wire->take();
    if (bytes.isEmpty())
        return false;
    constexpr qsizetype kept = 1024;
    if (m_first.size() < kept)
        m_first += bytes.left(kept - m_first.size());
    m_received += bytes.size();
    // The first byte of a record is its type, the second the version's first. RFC 8446 §5.1. OpenSSL waits for five.
    if (m_first.at(0) < 20 || m_first.at(0) > 23 || (m_first.size() > 1 && m_first.at(1) != 3)) {
        m_outcome = Outcome::NotTls;
        return false;
    }
    BIO_write(SSL_get_rbio(m_ssl.get()), bytes.constData(), static_cast<int>(bytes.size()));
    return true;
}

void TlsTalk::flush()
{
    BIO *out = SSL_get_wbio(m_ssl.get());
    QByteArray bytes(static_cast<qsizetype>(BIO_ctrl_pending(out)), Qt::Uninitialized);
    if (!bytes.isEmpty() && BIO_read(out, bytes.data(), static_cast<int>(bytes.size())) > 0)
        m_wire->send(bytes);
}

void TlsTalk::fail(int sslError)
{
    m_outcome = sslError == SSL_ERROR_SSL && isNoRecord() ? Outcome::NotTls : Outcome::Alert;
    ERR_clear_error();
}

/// Bytes that start as a record does and are none, before the peer has said anything that makes sense.
bool TlsTalk::isNoRecord() const
{
    if (m_outcome == Outcome::Done || !m_chain.empty() || SSL_get_state(m_ssl.get()) != TLS_ST_CW_CLNT_HELLO)
        return false;
    switch (ERR_GET_REASON(ERR_peek_last_error())) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_ENCRYPTED_LENGTH_TOO_LONG:
    case SSL_R_DATA_LENGTH_TOO_LONG:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_UNEXPECTED_RECORD:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
        return true;
    default:
        return false;
    }
}

void TlsTalk::endWithWire()
{
    if (m_outcome == Outcome::NotTls)
        return;
    switch (m_wire->end()) {
    case Wire::End::Open:
        return;
    case Wire::End::Timeout:
        m_outcome = Outcome::Timeout;
        return;
    case Wire::End::Stopped:
        m_outcome = Outcome::Stopped;
        return;
    case Wire::End::Closed:
        m_outcome = Outcome::Closed;
        return;
    default:
        m_outcome = Outcome::Reset;
    }
}

QString TlsTalk::protocol() const
{
    // TLSv1 is TLS 1.0, and is called so where people read it.
    const QString name = QString::fromLatin1(SSL_get_version(m_ssl.get()));
    return name == QLatin1String("TLSv1") ? QStringLiteral("TLSv1.0") : name;
}

QString TlsTalk::cipher() const
{
    const char *name = SSL_get_cipher_name(m_ssl.get());
    return SSL_get_current_cipher(m_ssl.get()) ? QString::fromLatin1(name) : QString();
}

int TlsTalk::keepChain(X509_STORE_CTX *context, void *self)
{
    auto *talk = static_cast<TlsTalk *>(self);
    talk->m_chain.clear();
    const STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);
    for (int i = 0; i < sk_X509_num(sent); ++i) {
        X509 *certificate = sk_X509_value(sent, i);
        X509_up_ref(certificate);
        talk->m_chain.emplace_back(certificate);
    }
    return 1;
}

int TlsTalk::noteRequest(SSL *, void *self)
{
    static_cast<TlsTalk *>(self)->m_asked = true;
    return 1;
}

void TlsTalk::noteAlert(const SSL *ssl, int where, int value)
{
    auto *talk = static_cast<TlsTalk *>(SSL_get_app_data(ssl));
    if (!(where & SSL_CB_ALERT) || !talk || (value & 0xff) == SSL_AD_CLOSE_NOTIFY)
        return;
    // One that came says more than one that was sent in answer.
    if ((where & SSL_CB_READ) || talk->m_alert.isEmpty())
        talk->m_alert = alertName(value & 0xff);
}

Task<> shakeHands(std::shared_ptr<TlsTalk> talk)
{
    while (talk->shake() == TlsTalk::Outcome::Running)
        co_await talk->wire().moved();
}

Task<QByteArray> nextBytes(std::shared_ptr<TlsTalk> talk)
{
    for (;;) {
        const QByteArray bytes = talk->receive();
        if (!bytes.isEmpty() || talk->outcome() != TlsTalk::Outcome::Done)
            co_return bytes;
        co_await talk->wire().moved();
    }
}

bool goTakes(const QString &cipher)
{
    return cipher.startsWith(QLatin1String("TLS_")) || QString::fromLatin1(goCiphers).split(QLatin1Char(':')).contains(cipher);
}

QString outcomeName(TlsTalk::Outcome outcome)
{
    switch (outcome) {
    case TlsTalk::Outcome::Done:
        return QStringLiteral("done");
    case TlsTalk::Outcome::Alert:
        return QStringLiteral("alert");
    case TlsTalk::Outcome::Closed:
        return QStringLiteral("closed");
    case TlsTalk::Outcome::Reset:
        return QStringLiteral("reset");
    case TlsTalk::Outcome::Timeout:
        return QStringLiteral("timeout");
    case TlsTalk::Outcome::NotTls:
        return QStringLiteral("not-tls");
    case TlsTalk::Outcome::Running:
    case TlsTalk::Outcome::Stopped:
        break;
    }
    return {};
}

} // namespace wharf::diagnosis
