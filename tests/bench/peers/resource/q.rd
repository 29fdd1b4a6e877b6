<resource schema="tycho2">
  <meta name="title">Tycho-2 of the bench</meta>
  <meta name="description">Stars for a comparison of speed.</meta>
  <meta name="creationDate">2026-01-01T00:00:00Z</meta>
  <meta name="subject">stars</meta>
  <meta name="creator">bench</meta>
  <table id="main" onDisk="True" mixin="//scs#q3cindex" primary="id">
    <index columns="vt"/>
    <column name="id" type="bigint" required="True" ucd="meta.id;meta.main" tablehead="Number" description="Number of the row"/>
    <column name="ra" type="double precision" unit="deg" ucd="pos.eq.ra;meta.main" tablehead="RA" description="Right ascension"/>
    <column name="dec" type="double precision" unit="deg" ucd="pos.eq.dec;meta.main" tablehead="Dec" description="Declination"/>
    <column name="vt" type="real" unit="mag" ucd="phot.mag" tablehead="VT" description="Magnitude VT"/>
  </table>
  <data id="import">
    <sources>rows.csv</sources>
    <csvGrammar/>
    <make table="main"><rowmaker idmaps="*"/></make>
  </data>
  <service id="q" allowed="form,scs.xml">
    <meta name="title">Tycho-2 of the bench</meta>
    <meta name="shortName">tycho2 bench</meta>
    <meta name="testQuery.ra">10</meta><meta name="testQuery.dec">10</meta><meta name="testQuery.sr">0.1</meta>
    <scsCore queriedTable="main">
      <FEED source="//scs#coreDescs"/>
      <condDesc buildFrom="vt"/>
    </scsCore>
    <outputTable verbLevel="20"/>
  </service>
</resource>
