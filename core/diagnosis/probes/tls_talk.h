#pragma once

#include "core/async/task.h"
#include "core/diagnosis/probes/chain_check.h"
#include "core/diagnosis/probes/openssl_handles.h"
#include "core/diagnosis/probes/wire.h"
#include "core/net/certificate_files.h"

#include <optional>

namespace wharf::diagnosis {

/// How a handshake is made.
struct TlsManner {
    QString serverName;  ///< SNI, in ASCII; empty for an address
    std::optional<net::ClientIdentity> identity; ///< shown where it is asked for
    /// Everything that OpenSSL still knows from TLS 1.0 on, instead of what Go's clients take.
    bool anything = false;
};

/// TLS over a Wire with a peer that nobody vouches for: it trusts everybody, and keeps all that was seen.
///
/// OpenSSL itself and not QSslSocket, because that tells neither the alert that came, nor whether a client certificate was asked
/// for, nor the chain as it was sent.
class TlsTalk {
public:
    enum class Outcome : std::uint8_t { Running, Done, Alert, Closed, Reset, Timeout, NotTls, Stopped };

    TlsTalk(std::shared_ptr<Wire> wire, TlsManner manner);
    TlsTalk(const TlsTalk &) = delete;
    TlsTalk &operator=(const TlsTalk &) = delete;

    /// Goes as far as the bytes go that have come; Running where it needs more.
    Outcome shake();
    /// Decrypted bytes that have come. Outcome turns from Done to what ended it when the peer says no more.
    QByteArray receive();
    void send(const QByteArray &bytes);

    [[nodiscard]] Wire &wire() { return *m_wire; }
    [[nodiscard]] Outcome outcome() const { return m_outcome; }
    /// Of the alert that came; where OpenSSL here found fault itself, of the one it sent.
    [[nodiscard]] QString alert() const { return m_alert; }
    [[nodiscard]] const QByteArray &firstBytes() const { return m_first; }
    [[nodiscard]] qint64 received() const { return m_received; }
    [[nodiscard]] const Chain &chain() const { return m_chain; }
    [[nodiscard]] bool certificateAsked() const { return m_asked; }
    [[nodiscard]] bool certificateGiven() const { return m_asked && m_hasIdentity; }
    [[nodiscard]] QString protocol() const;
    [[nodiscard]] QString cipher() const;

private:
    void configure(const TlsManner &manner);
    void use(const net::ClientIdentity &identity);
    bool feed();
    void flush();
    void fail(int sslError);
    void endWithWire();
    [[nodiscard]] bool isNoRecord() const;

    static int keepChain(X509_STORE_CTX *context, void *self);
    static int noteRequest(SSL *ssl, void *self);
    static void noteAlert(const SSL *ssl, int where, int value);

    std::shared_ptr<Wire> m_wire;
    SslContextHandle m_context;
    SslHandle m_ssl;
    Chain m_chain;
    QByteArray m_first;  ///< the first bytes that came, 1 KiB at most
    QString m_alert;
    qint64 m_received = 0;
    bool m_asked = false;
    bool m_hasIdentity = false;
    Outcome m_outcome = Outcome::Running;
};

/// Makes the handshake on a wire that leads to the server. Ends with the wire at the latest.
[[nodiscard]] Task<> shakeHands(std::shared_ptr<TlsTalk> talk);

/// The next decrypted bytes; empty when no more come.
[[nodiscard]] Task<QByteArray> nextBytes(std::shared_ptr<TlsTalk> talk);

/// Whether a Go client of any age offers this cipher (OpenSSL's name; those of TLS 1.3 too).
[[nodiscard]] bool goTakes(const QString &cipher);

/// `done`, `alert`, `closed`, `reset`, `timeout`, `not-tls`; empty where it was stopped.
[[nodiscard]] QString outcomeName(TlsTalk::Outcome outcome);

} // namespace wharf::diagnosis
