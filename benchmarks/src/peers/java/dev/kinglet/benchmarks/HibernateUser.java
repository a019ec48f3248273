package dev.kinglet.benchmarks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A user, as an entity. */
@NullUnmarked
@Entity(name = "HUser")
@Table(name = "`user`")
public class HibernateUser {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String username;

    String email;

    @Column(name = "join_date")
    LocalDateTime joinDate;

    @OneToMany(mappedBy = "user")
    @OrderBy("id")
    List<HibernateTweet> tweets;
}
