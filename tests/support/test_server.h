#pragma once

#include "tests/support/test_certificates.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <optional>
#include <utility>

namespace wharf::test {

/// A request as it came over the wire.
struct SeenRequest {
    QByteArray method;
    QByteArray target; ///< path and query as sent, or `host:port` of a CONNECT
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool encrypted = false;

    [[nodiscard]] QByteArray path() const { return target.split('?').first(); }
    /// Empty where absent; names in any case.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// Both decoded; every value of a repeated name, in order.
    [[nodiscard]] QList<QByteArray> queryValues(const QByteArray &name) const;
};

/// What to answer, and how badly.
struct Answer {
    enum class Manner {
        Whole,      ///< all of it
        Hang,       ///< nothing, ever
        Reset,      ///< the connection is cut before a byte
        Half,       ///< the head, half of the body, and cut
        HalfHang,   ///< the head, half of the body, and nothing more
        Drip,       ///< a byte every 20 ms
    };
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    Manner manner = Manner::Whole;
    /// Instead of all of the above: these bytes, and the connection closed.
    QByteArray raw;

    static Answer json(int status, const QByteArray &body);
    static Answer text(int status, const QByteArray &body, const QByteArray &type = "text/plain");
    static Answer redirect(int status, const QByteArray &location);
    static Answer doing(Manner manner);
    Answer &with(const QByteArray &name, const QByteArray &value);
};

/// An HTTP/1.1 server on loopback that answers what a test says, and can hang, cut, drip and lie.
/// Lives in the thread of the test; serves while its event loop turns. Records every request.
class TestServer final : public QTcpServer {
    Q_OBJECT
public:
    using Handler = std::function<Answer(const SeenRequest &)>;

    /// Plain HTTP without a certificate.
    explicit TestServer(std::optional<TestCertificate> certificate = {});

    /// Answers for a path; the newest rule for it holds. What has no rule gets 404.
    void answer(const QByteArray &path, Answer answer);
    /// The answers one after another; the last stays.
    void answerInTurn(const QByteArray &path, QList<Answer> answers);
    void handle(const QByteArray &path, Handler handler);
    /// Only clients that show a certificate of this authority get through.
    void demandClientCertificate(const TestCertificate &authority);

    [[nodiscard]] QUrl url(const QString &pathAndQuery = QStringLiteral("/"), const QString &host = QStringLiteral("127.0.0.1")) const;
    [[nodiscard]] const QList<SeenRequest> &requests() const { return m_requests; }
    [[nodiscard]] int count(const QByteArray &path) const;
    /// Connections made so far, those without a request too.
    [[nodiscard]] int connections() const { return m_connections; }
    /// The common name of each client certificate shown.
    [[nodiscard]] const QStringList &clientNames() const { return m_clientNames; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket);
    void reply(QTcpSocket *socket, const Answer &answer, bool head);
    void drip(QPointer<QTcpSocket> socket, QByteArray bytes);

    std::optional<QSslConfiguration> m_tls;
    QHash<QByteArray, Handler> m_handlers;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QList<SeenRequest> m_requests;
    QStringList m_clientNames;
    int m_connections = 0;
};

} // namespace wharf::test
